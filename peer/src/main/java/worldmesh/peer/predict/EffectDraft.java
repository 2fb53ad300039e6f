package worldmesh.peer.predict;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Effect;

/** Applies the effects of one decision to an overlay, all or nothing. Stateless but for the schema. */
final class EffectDraft {
    /** Entities predicted to be born by one command. */
    private static final int BORN_BITS = 16;

    private final Schema schema;

    EffectDraft(Schema schema) {
        this.schema = schema;
    }

    /** False if an account does not hold what a transfer takes: the draft is to be thrown away. */
    boolean apply(List<Effect> effects, Overlay draft, int ordinal) {
        for (Effect effect : effects) {
            if (!apply(effect, draft, ordinal)) {
                return false;
            }
        }
        return true;
    }

    private boolean apply(Effect effect, Overlay draft, int ordinal) {
        return switch (effect.kind()) {
            case SET -> set((Effect.Set) effect, draft, ordinal);
            case TRANSFER -> transfer((Effect.Transfer) effect, draft, ordinal);
            case MINT -> mint((Effect.Mint) effect, draft, ordinal);
            case SPAWN -> spawn((Effect.Spawn) effect, draft, ordinal);
            case DELETE -> delete((Effect.Delete) effect, draft, ordinal);
            case CLAIM -> claim((Effect.Claim) effect, draft, ordinal);
        };
    }

    private static boolean set(Effect.Set set, Overlay draft, int ordinal) {
        draft.put(named(set.entity(), ordinal), set.value());
        return true;
    }

    private boolean transfer(Effect.Transfer transfer, Overlay draft, int ordinal) {
        return transfer.amount() > 0
                && book(draft, named(transfer.debit(), ordinal), transfer.debitAccount(), -transfer.amount())
                && book(draft, named(transfer.credit(), ordinal), transfer.creditAccount(), transfer.amount());
    }

    private boolean mint(Effect.Mint mint, Overlay draft, int ordinal) {
        return mint.amount() > 0 && book(draft, named(mint.credit(), ordinal), mint.account(), mint.amount());
    }

    private static boolean spawn(Effect.Spawn spawn, Overlay draft, int ordinal) {
        EntityId entity = named(Effect.placeholder(spawn.local()), ordinal);
        draft.spawn(entity, spawn.sector(), spawn.owner());
        spawn.components().forEach(component -> draft.put(entity, component));
        return true;
    }

    private static boolean delete(Effect.Delete delete, Overlay draft, int ordinal) {
        draft.delete(named(delete.entity(), ordinal));
        return true;
    }

    private static boolean claim(Effect.Claim claim, Overlay draft, int ordinal) {
        draft.claim(named(claim.entity(), ordinal), claim.newOwner());
        return true;
    }

    /** Replica 0 is nobody's: what commands of this overlay bear gets names of its own there. */
    private static EntityId named(EntityId entity, int ordinal) {
        return entity.replica() == 0 ? new EntityId(0, (long) ordinal << BORN_BITS | entity.counter()) : entity;
    }

    private <T extends Record> boolean book(Overlay draft, EntityId entity, Class<T> account, long amount) {
        ComponentType<T> type = schema.type(account);
        long balance = balance(type, draft.get(entity, account)) + amount;
        T value = type.codec().decode(new ByteWriter(16).zigzag(balance).toBytes());
        if (balance < 0 || value == null) {
            return false;
        }
        draft.put(entity, value);
        return true;
    }

    /** An account is a record of one long, docs/wire-world.md "Records": its encoding is that number, zigzag-coded. */
    private static <T extends Record> long balance(ComponentType<T> type, @Nullable T account) {
        return account == null ? 0 : new ByteReader(type.codec().encode(account)).zigzag();
    }
}
