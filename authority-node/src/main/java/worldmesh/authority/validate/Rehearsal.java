package worldmesh.authority.validate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.ledger.AccountId;
import worldmesh.authority.ledger.Ledger;
import worldmesh.authority.ledger.TransferId;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.row.RowReader;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.component.SchemaException;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleView;

/**
 * Plays the effects of one decision against a draft of the ledger that is thrown away, with placeholders for entities
 * not born yet, and objects to the first that could not be applied. Used once.
 */
final class Rehearsal {
    /** A decision of more effects is a loop that forgot to end. */
    static final int EFFECTS_MAX = 1024;

    private static final TransferId UNNAMED = new TransferId(0, 0, 0);

    private final RuleView view;
    private final Schema schema;
    private final PeerId holder;
    private final RowDraft rows;
    private final Map<EntityId, Effect.Spawn> born = new HashMap<>();
    private final Set<EntityId> dead = new HashSet<>();

    Rehearsal(RuleView view, Schema schema, PeerId holder, RowReader rows) {
        this.view = view;
        this.schema = schema;
        this.holder = holder;
        this.rows = new RowDraft(rows);
    }

    /** Why the effects cannot all be applied, or null. */
    @Nullable String objection(List<Effect> effects) {
        if (effects.size() > EFFECTS_MAX) {
            return "more than " + EFFECTS_MAX + " effects";
        }
        try {
            for (Effect effect : effects) {
                String objection = objection(effect);
                if (objection != null) {
                    return objection;
                }
            }
            return null;
        } catch (SchemaException | IllegalArgumentException e) {
            return "broken effect: " + e.getMessage();
        }
    }

    private @Nullable String objection(Effect effect) {
        return switch (effect.kind()) {
            case SET -> objectionTo((Effect.Set) effect);
            case TRANSFER -> objectionTo((Effect.Transfer) effect);
            case MINT -> objectionTo((Effect.Mint) effect);
            case SPAWN -> objectionTo((Effect.Spawn) effect);
            case DELETE -> objectionTo((Effect.Delete) effect);
            case CLAIM -> objectionTo((Effect.Claim) effect);
        };
    }

    private @Nullable String objectionTo(Effect.Set set) {
        ComponentType<?> type = schema.typeOf(set.value());
        if (!lives(set.entity())) {
            return "entity " + set.entity() + " does not exist";
        }
        if (type.account()) {
            return type + " is an account: only transfers change it";
        }
        if (type.trust() == Trust.OWNED || type.trust() == Trust.FIXED) {
            return type + " is owned: only its owner writes it";
        }
        if (type.kind() != CellKind.REGISTER) {
            return type + " is not a register";
        }
        encodable(type, set.value());
        return null;
    }

    private @Nullable String objectionTo(Effect.Transfer transfer) {
        String objection = objectionToAccount(transfer.debit(), transfer.debitAccount());
        if (objection == null) {
            objection = objectionToAccount(transfer.credit(), transfer.creditAccount());
        }
        if (objection != null) {
            return objection;
        }
        AccountId debit = account(transfer.debit(), transfer.debitAccount());
        AccountId credit = account(transfer.credit(), transfer.creditAccount());
        objection = Ledger.transfer(rows, UNNAMED, debit, credit, transfer.amount());
        if (objection == null) {
            objection = objectionToBalance(transfer.debitAccount(), debit);
        }
        return objection == null ? objectionToBalance(transfer.creditAccount(), credit) : objection;
    }

    private @Nullable String objectionTo(Effect.Mint mint) {
        String objection = objectionToAccount(mint.credit(), mint.account());
        if (objection != null) {
            return objection;
        }
        AccountId credit = account(mint.credit(), mint.account());
        objection = Ledger.mint(rows, UNNAMED, credit, mint.amount());
        return objection == null ? objectionToBalance(mint.account(), credit) : objection;
    }

    private @Nullable String objectionToAccount(EntityId entity, Class<? extends Record> account) {
        if (!lives(entity)) {
            return "entity " + entity + " does not exist";
        }
        ComponentType<?> type = schema.type(account);
        return type.account() ? null : type + " is no account";
    }

    private @Nullable String objectionToBalance(Class<? extends Record> account, AccountId id) {
        ComponentType<?> type = schema.type(account);
        return Accounts.record(type, Ledger.balance(rows, id)) == null ? type + " refuses its balance" : null;
    }

    private @Nullable String objectionTo(Effect.Spawn spawn) {
        EntityId placeholder = Effect.placeholder(spawn.local());
        if (born.putIfAbsent(placeholder, spawn) != null) {
            return "two spawns are number " + spawn.local();
        }
        Set<Integer> seen = new HashSet<>();
        for (Record component : spawn.components()) {
            ComponentType<?> type = schema.typeOf(component);
            if (!seen.add(type.id())) {
                return "two components are " + type;
            }
            if (type.trust() == Trust.FIXED || !type.replication().settles()) {
                return type + " belongs to its maker alone: a rule cannot give it";
            }
            if (type.account() && Accounts.balance(type, component) != 0) {
                return type + " must be born with zero: a mint or transfer fills it";
            }
            encodable(type, component);
        }
        return null;
    }

    private @Nullable String objectionTo(Effect.Delete delete) {
        EntityId entity = delete.entity();
        if (!lives(entity)) {
            return "entity " + entity + " does not exist";
        }
        if (isForeign(entity)) {
            return "entity " + entity + " is a player's: only its owner deletes it";
        }
        for (ComponentType<?> type : schema.components()) {
            if (type.account() && Ledger.balance(rows, Accounts.of(entity, type)) != 0) {
                return type + " of " + entity + " is not empty";
            }
        }
        dead.add(entity);
        return null;
    }

    private @Nullable String objectionTo(Effect.Claim claim) {
        if (!lives(claim.entity())) {
            return "entity " + claim.entity() + " does not exist";
        }
        if (claim.entity().trust() == Trust.FIXED) {
            return "entity " + claim.entity() + " belongs to its maker for ever";
        }
        boolean known = claim.entity().replica() == 0 || view.owner(claim.entity()) != null;
        return known ? null : "the owner of " + claim.entity() + " is not known yet";
    }

    private boolean isForeign(EntityId entity) {
        if (entity.replica() == 0 || (entity.trust() != Trust.OWNED && entity.trust() != Trust.FIXED)) {
            return false;
        }
        PeerId owner = view.owner(entity);
        return owner == null || !owner.equals(holder);
    }

    private boolean lives(EntityId entity) {
        boolean exists = entity.replica() == 0 ? born.containsKey(entity) : view.exists(entity);
        return exists && !dead.contains(entity);
    }

    private AccountId account(EntityId entity, Class<? extends Record> type) {
        return Accounts.of(entity, schema.type(type));
    }

    private static <T extends Record> void encodable(ComponentType<T> type, Record value) {
        type.codec().encode(type.type().cast(value));
    }
}
