package worldmesh.authority.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.ledger.AccountId;
import worldmesh.authority.ledger.Ledger;
import worldmesh.authority.ledger.TransferId;
import worldmesh.authority.row.RowDraft;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.rule.Effect;

/**
 * Applies the approved effects of one command: shared and critical values to the world, amounts to the ledger. A cell
 * that several effects change is written once, with its last value. Used once.
 */
public final class EffectWriter {
    private final EffectTarget target;
    private final Schema schema;
    private final RowDraft rows;
    private final long epoch;
    private final long index;
    private final Map<EntityId, EntityId> born = new HashMap<>();
    private final Map<Cell, Record> critical = new LinkedHashMap<>();
    private int transfers;

    /** A writer for the command at (epoch, index) of the log. */
    public EffectWriter(EffectTarget target, Schema schema, RowDraft rows, long epoch, long index) {
        this.target = target;
        this.schema = schema;
        this.rows = rows;
        this.epoch = epoch;
        this.index = index;
    }

    /** Applies the effects in order; answers them with the names of the entities that were born. */
    public List<Effect> apply(List<Effect> effects) {
        List<Effect> applied = new ArrayList<>(effects.size());
        for (Effect effect : effects) {
            applied.add(
                    switch (effect.kind()) {
                        case SET -> set((Effect.Set) effect);
                        case TRANSFER -> transfer((Effect.Transfer) effect);
                        case MINT -> mint((Effect.Mint) effect);
                        case SPAWN -> spawn((Effect.Spawn) effect);
                        case DELETE -> delete((Effect.Delete) effect);
                        case CLAIM -> claim((Effect.Claim) effect);
                    });
        }
        critical.forEach((cell, value) -> {
            if (target.exists(cell.entity)) {
                target.putCritical(cell.entity, value, epoch, index);
            }
        });
        return applied;
    }

    private Effect set(Effect.Set set) {
        Effect.Set named = new Effect.Set(name(set.entity()), set.value());
        if (schema.typeOf(set.value()).trust() == Trust.CRITICAL) {
            critical.put(new Cell(named.entity(), named.value().getClass()), named.value());
        } else {
            target.put(named.entity(), named.value());
        }
        return named;
    }

    private Effect transfer(Effect.Transfer transfer) {
        Effect.Transfer named = new Effect.Transfer(
                name(transfer.debit()),
                transfer.debitAccount(),
                name(transfer.credit()),
                transfer.creditAccount(),
                transfer.amount());
        ComponentType<?> debit = schema.type(named.debitAccount());
        ComponentType<?> credit = schema.type(named.creditAccount());
        AccountId from = Accounts.of(named.debit(), debit);
        AccountId to = Accounts.of(named.credit(), credit);
        demand(Ledger.transfer(rows, nextTransfer(), from, to, named.amount()));
        show(debit, from);
        show(credit, to);
        return named;
    }

    private Effect mint(Effect.Mint mint) {
        Effect.Mint named = new Effect.Mint(name(mint.credit()), mint.account(), mint.amount());
        ComponentType<?> type = schema.type(named.account());
        AccountId account = Accounts.of(named.credit(), type);
        demand(Ledger.mint(rows, nextTransfer(), account, named.amount()));
        show(type, account);
        return named;
    }

    private Effect spawn(Effect.Spawn spawn) {
        List<Record> open = new ArrayList<>();
        List<Record> guarded = new ArrayList<>();
        for (Record component : spawn.components()) {
            boolean isCritical = schema.typeOf(component).trust() == Trust.CRITICAL;
            (isCritical ? guarded : open).add(component);
        }
        EntityId entity = target.spawnAs(spawn.owner(), spawn.sector(), open);
        born.put(Effect.placeholder(spawn.local()), entity);
        for (Record component : guarded) {
            ComponentType<?> type = schema.typeOf(component);
            critical.put(new Cell(entity, component.getClass()), component);
            if (type.account()) {
                Ledger.open(rows, Accounts.of(entity, type));
            }
        }
        return spawn;
    }

    private Effect delete(Effect.Delete delete) {
        Effect.Delete named = new Effect.Delete(name(delete.entity()));
        target.delete(named.entity());
        return named;
    }

    private Effect claim(Effect.Claim claim) {
        Effect.Claim named = new Effect.Claim(name(claim.entity()), claim.newOwner());
        target.transfer(named.entity(), named.newOwner());
        return named;
    }

    private void show(ComponentType<?> type, AccountId account) {
        Record value = Accounts.record(type, Ledger.balance(rows, account));
        if (value == null) {
            throw new IllegalStateException(type + " refuses a balance that was rehearsed");
        }
        critical.put(new Cell(account.entity(), type.type()), value);
    }

    private TransferId nextTransfer() {
        return new TransferId(epoch, index, transfers++);
    }

    private EntityId name(EntityId entity) {
        return entity.replica() == 0 ? born.getOrDefault(entity, entity) : entity;
    }

    private static void demand(@Nullable String objection) {
        if (objection != null) {
            throw new IllegalStateException("a transfer that was rehearsed is refused: " + objection);
        }
    }

    private record Cell(EntityId entity, Class<?> type) {}
}
