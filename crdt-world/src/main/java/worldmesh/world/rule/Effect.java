package worldmesh.world.rule;

import java.util.List;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** One change that an accepted command makes; the authority writes it as ops. */
public sealed interface Effect {
    /** The kinds of effect. */
    enum Kind {
        /** A register gets a value. */
        SET,
        /** An amount moves between two accounts. */
        TRANSFER,
        /** An amount moves from the world's issuer to an account. */
        MINT,
        /** An entity is born. */
        SPAWN,
        /** An entity dies. */
        DELETE,
        /** An entity gets another owner. */
        CLAIM
    }

    /** Which kind it is. */
    Kind kind();

    /** Sets a CRITICAL or SHARED register that is no account. */
    record Set(EntityId entity, Record value) implements Effect {
        @Override
        public Kind kind() {
            return Kind.SET;
        }
    }

    /** Moves a positive amount; refused as a whole if the debit account does not hold it. */
    record Transfer(
            EntityId debit,
            Class<? extends Record> debitAccount,
            EntityId credit,
            Class<? extends Record> creditAccount,
            long amount)
            implements Effect {
        @Override
        public Kind kind() {
            return Kind.TRANSFER;
        }
    }

    /** Moves a positive amount from the world's issuer account: genesis and pay-outs. */
    record Mint(EntityId credit, Class<? extends Record> account, long amount) implements Effect {
        @Override
        public Kind kind() {
            return Kind.MINT;
        }
    }

    /**
     * A new entity of this owner. Later effects of the same decision name it {@link #placeholder(int)}; accounts among
     * the components must be zero, a mint or transfer fills them.
     */
    record Spawn(int local, SectorId sector, PeerId owner, List<Record> components) implements Effect {
        /** Copies the list. */
        public Spawn {
            components = List.copyOf(components);
        }

        @Override
        public Kind kind() {
            return Kind.SPAWN;
        }
    }

    /** Ends an entity for ever. */
    record Delete(EntityId entity) implements Effect {
        @Override
        public Kind kind() {
            return Kind.DELETE;
        }
    }

    /** Gives an entity to another owner. */
    record Claim(EntityId entity, PeerId newOwner) implements Effect {
        @Override
        public Kind kind() {
            return Kind.CLAIM;
        }
    }

    /** The name of the entity that {@link Spawn} number {@code local} of the same decision makes. */
    static EntityId placeholder(int local) {
        return new EntityId(0, local);
    }
}
