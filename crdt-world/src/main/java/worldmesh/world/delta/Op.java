package worldmesh.world.delta;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.ProofId;

/** A fact in the CRDT. What it may do depends only on itself, its batch's author and the proofs both name. */
public sealed interface Op {
    /** Which kind it is. */
    OpKind kind();

    /** The entity it is about; an unknown op has none. */
    @Nullable EntityId entity();

    /** An entity is born here. */
    record Spawn(EntityId entity) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.SPAWN;
        }
    }

    /** An entity dies. An owned one names the claim its author owns it by, null for the birth. */
    record Delete(EntityId entity, @Nullable ProofId claim) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.DELETE;
        }
    }

    /** A register gets a value. An OWNED one names the claim, a CRITICAL one the index in the authority's log. */
    record Write(EntityId entity, int component, @Nullable ProofId claim, long index, Payload value) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.WRITE;
        }
    }

    /** A counter changes by an amount. */
    record Add(EntityId entity, int component, long amount) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.ADD;
        }
    }

    /** An element joins a set; a flag is the set with the one element "". Its dot is the op's place. */
    record Include(EntityId entity, int component, String element) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.INCLUDE;
        }
    }

    /** An element leaves a set: of each replica the last inclusion that was seen, and those before it. */
    record Exclude(EntityId entity, int component, String element, List<Dot> seen) implements Op {
        /** Copies the list. */
        public Exclude {
            seen = List.copyOf(seen);
        }

        @Override
        public OpKind kind() {
            return OpKind.EXCLUDE;
        }
    }

    /** A number is offered to a register that keeps the greatest or the least. */
    record Offer(EntityId entity, int component, long value) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.OFFER;
        }
    }

    /** All rights of a stock that the author ever gave to the peer; what it gave itself it added. */
    record Entitle(EntityId entity, int component, PeerId to, long total) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.ENTITLE;
        }
    }

    /** All that the author ever spent of a stock. */
    record Spend(EntityId entity, int component, long total) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.SPEND;
        }
    }

    /** Tiles of a chunk from a first one on become one tile. */
    record Paint(EntityId entity, int component, int start, int length, int tile) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.PAINT;
        }
    }

    /** A key of a map is bound to a value; its dot is the op's place. An {@link Exclude} of the key removes it. */
    record Bind(EntityId entity, int component, String key, String value) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.BIND;
        }
    }

    /** Edits of a text or list, by the author of the batch, whose units follow those it wrote before in the sector. */
    record Edit(EntityId entity, int component, EditLog log) implements Op {
        @Override
        public OpKind kind() {
            return log.isOfValues() ? OpKind.SPLICE : OpKind.EDIT;
        }
    }

    /** An entity moves under another in a tree, null for under none; its dot is the op's place. */
    record Attach(EntityId entity, int component, @Nullable EntityId parent) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.ATTACH;
        }
    }

    /** An entity gets another owner. */
    record Transfer(Claim claim) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.CLAIM;
        }

        @Override
        public EntityId entity() {
            return claim.entity();
        }
    }

    /** The entity is in another sector. Written to the sector it left and to its birth sector. */
    record Leave(EntityId entity, SectorId to, @Nullable ProofId claim) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.LEAVE;
        }
    }

    /** The entity is in this sector and brings its cells, as a snapshot encodes them. */
    record Enter(EntityId entity, SectorId birth, @Nullable ProofId claim, Payload cells) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.ENTER;
        }
    }

    /** An op of a later version. */
    record Unknown(int code, Payload payload) implements Op {
        @Override
        public OpKind kind() {
            return OpKind.UNKNOWN;
        }

        @Override
        public @Nullable EntityId entity() {
            return null;
        }
    }

    /** The claim by whose right the op counts, null for the birth or for ops that need none. */
    static @Nullable ProofId claimNamed(Op op) {
        return switch (op.kind()) {
            case WRITE -> ((Write) op).claim();
            case DELETE -> ((Delete) op).claim();
            case LEAVE -> ((Leave) op).claim();
            case ENTER -> ((Enter) op).claim();
            case CLAIM -> ((Transfer) op).claim().previous();
            case SPAWN, ADD, INCLUDE, EXCLUDE, OFFER, ENTITLE, SPEND, PAINT, BIND, EDIT, SPLICE, ATTACH, UNKNOWN ->
                null;
        };
    }

    /** The component that a change of one cell is about, 0 for other ops. */
    static int component(Op op) {
        return switch (op.kind()) {
            case WRITE -> ((Write) op).component();
            case ADD -> ((Add) op).component();
            case INCLUDE -> ((Include) op).component();
            case EXCLUDE -> ((Exclude) op).component();
            case OFFER -> ((Offer) op).component();
            case ENTITLE -> ((Entitle) op).component();
            case SPEND -> ((Spend) op).component();
            case PAINT -> ((Paint) op).component();
            case BIND -> ((Bind) op).component();
            case ATTACH -> ((Attach) op).component();
            case EDIT, SPLICE -> ((Edit) op).component();
            case SPAWN, DELETE, CLAIM, LEAVE, ENTER, UNKNOWN -> 0;
        };
    }
}
