package worldmesh.world.state;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.Dot;
import worldmesh.world.causal.Stamp;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.DotSet;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.delta.OpKind;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.OwnershipCheck;
import worldmesh.world.trust.ProofBook;
import worldmesh.world.trust.ProofId;

/**
 * Says whether an op counts, from the op, its author and the proofs they name alone: never from what arrived before,
 * so that all replicas say the same.
 */
public final class OpRules {
    private final ProofBook proofs;
    private final OwnershipCheck ownership;

    /** Judges by these proofs. */
    public OpRules(ProofBook proofs, OwnershipCheck ownership) {
        this.proofs = proofs;
        this.ownership = ownership;
    }

    /**
     * True if an op of the author's names a proof that is not known yet: its batch has to wait. Learns the author's
     * claims on the way.
     */
    public boolean waits(Op op, long author) {
        if (op instanceof Op.Transfer transfer) {
            return transfer.claim().replica() == author && proofs.learn(transfer.claim()) == LearnStatus.WAITING;
        } else if (op instanceof Op.Write write) {
            return isOwned(ComponentType.trustOf(write.component())) && unknown(write.entity(), write.claim());
        } else if (op instanceof Op.Delete delete) {
            return isOwned(delete.entity().trust()) && unknown(delete.entity(), delete.claim());
        } else if (op instanceof Op.Leave leave) {
            return leave.entity().trust() != Trust.SHARED && unknown(leave.entity(), leave.claim());
        } else if (op instanceof Op.Enter enter) {
            // Whatever the entity's trust: the claim decides about the OWNED cells that are brought along.
            return unknown(enter.entity(), enter.claim());
        }
        return false;
    }

    /** True if a batch has to wait for a proof that one of its ops names; asks all, since claims are learned so. */
    public boolean waits(OpBuffer ops, long author) {
        boolean waits = false;
        for (int i = 0; i < ops.others().size(); i++) {
            waits |= waits(ops.others().get(i), author);
        }
        for (int i = 0; i < ops.size() && !waits; i++) {
            int shape = ops.shape(i);
            OpKind kind = ops.kind(shape);
            boolean owned = (kind == OpKind.WRITE && isOwned(ComponentType.trustOf(ops.component(shape))))
                    || (kind == OpKind.DELETE && isOwned(Trust.ofCode(ops.trust(ops.group(i)))));
            waits = owned && proofs.peerOf(ops.replica(ops.group(i))) == null;
        }
        return waits;
    }

    private static boolean isOwned(Trust trust) {
        return trust == Trust.OWNED || trust == Trust.FIXED;
    }

    private boolean unknown(EntityId entity, @Nullable ProofId claim) {
        return claim == null ? proofs.peerOf(entity.replica()) == null : proofs.claim(claim) == null;
    }

    /** True if the op counts in the sector. */
    public boolean allows(Op op, Author author, SectorId sector) {
        if (op instanceof Op.Spawn spawn) {
            return allowsSpawn(spawn.entity(), author, sector);
        } else if (op instanceof Op.Write write) {
            return allowsWrite(write, author, sector);
        } else if (op instanceof Op.Delete delete) {
            return allowsDelete(delete.entity(), delete.claim(), author, sector);
        } else if (op instanceof Op.Leave leave) {
            return !leave.to().equals(sector) && allowsMove(leave.entity(), leave.claim(), author, sector);
        } else if (op instanceof Op.Enter enter) {
            return allowsMove(enter.entity(), enter.claim(), author, sector);
        } else if (op instanceof Op.Transfer transfer) {
            return isOwnerClaim(transfer, author);
        }
        return allowsCell(op, author);
    }

    private boolean allowsWrite(Op.Write write, Author author, SectorId sector) {
        if (ComponentType.kindOf(write.component()) != CellKind.REGISTER) {
            return false;
        }
        return switch (ComponentType.trustOf(write.component())) {
            case SHARED -> true;
            case OWNED -> owns(write.entity(), write.claim(), author);
            case FIXED -> write.claim() == null && made(write.entity(), author);
            case CRITICAL -> write.index() > 0 && author.holdsGrant(sector);
        };
    }

    private boolean allowsSpawn(EntityId entity, Author author, SectorId sector) {
        return allowsSpawn(entity.replica(), entity.trust(), author, sector);
    }

    /** True if the author may let entities of that creator and trust be born. */
    boolean allowsSpawn(long creator, Trust trust, Author author, SectorId sector) {
        return creator == author.replica() && (trust != Trust.CRITICAL || author.holdsGrant(sector));
    }

    private boolean allowsDelete(EntityId entity, @Nullable ProofId claim, Author author, SectorId sector) {
        return switch (entity.trust()) {
            case SHARED -> true;
            case OWNED, FIXED -> owns(entity, claim, author) || author.holdsGrant(sector);
            case CRITICAL -> author.holdsGrant(sector);
        };
    }

    /** True if the author may end entities of that creator and trust, naming no claim. */
    boolean allowsDelete(long creator, Trust trust, Author author, SectorId sector) {
        return switch (trust) {
            case SHARED -> true;
            case OWNED, FIXED -> made(creator, author) || author.holdsGrant(sector);
            case CRITICAL -> author.holdsGrant(sector);
        };
    }

    private boolean allowsMove(EntityId entity, @Nullable ProofId claim, Author author, SectorId sector) {
        if (entity.trust() == Trust.SHARED || owns(entity, claim, author)) {
            return true;
        }
        // The authority moves by right of its grant; the claim it names only places the move in the order.
        return author.holdsGrant(sector) && ownerBy(entity, claim, author) != null;
    }

    /** True if the author is the peer that made the entity, and so the owner of its FIXED cells. */
    boolean made(EntityId entity, Author author) {
        return made(entity.replica(), author);
    }

    /** The same of all entities of a creator. */
    boolean made(long creator, Author author) {
        PeerId maker = proofs.peerOf(creator);
        return maker != null && ownership.allows(author.peer(), maker);
    }

    /** True if the author of a move may speak for the entity's OWNED cells: its owner, or the authority. */
    boolean vouches(EntityId entity, @Nullable ProofId claim, Author author, SectorId sector) {
        return owns(entity, claim, author) || author.holdsGrant(sector);
    }

    /** A claim comes from its own author alone: what a party has not decided is not passed on by another's hand. */
    private boolean isOwnerClaim(Op.Transfer transfer, Author author) {
        ProofBook.JudgedClaim judged = proofs.claim(transfer.claim().id());
        return judged != null
                && judged.valid()
                && judged.claim().replica() == author.replica()
                && Long.compareUnsigned(judged.claim().clock(), author.clock()) <= 0;
    }

    private static boolean allowsCell(Op op, Author author) {
        if (op instanceof Op.Offer offer) {
            return isShared(offer.component(), CellKind.MAX) || isShared(offer.component(), CellKind.MIN);
        } else if (op instanceof Op.Entitle entitle) {
            return entitle.total() > 0 && isShared(entitle.component(), CellKind.BOUNDED_COUNTER);
        } else if (op instanceof Op.Spend spend) {
            return spend.total() > 0 && isShared(spend.component(), CellKind.BOUNDED_COUNTER);
        } else if (op instanceof Op.Paint paint) {
            return isShared(paint.component(), CellKind.TILES);
        } else if (op instanceof Op.Bind bind) {
            return isShared(bind.component(), CellKind.ADD_WINS_MAP);
        } else if (op instanceof Op.Attach attach) {
            return isShared(attach.component(), CellKind.TREE);
        } else if (op instanceof Op.Edit edit) {
            return isShared(edit.component(), edit.log().isOfValues() ? CellKind.LIST : CellKind.TEXT);
        }
        return allowsDots(op, author);
    }

    private static boolean allowsDots(Op op, Author author) {
        if (op instanceof Op.Add add) {
            return isShared(add.component(), CellKind.COUNTER);
        } else if (op instanceof Op.Include include) {
            return isShared(include.component(), CellKind.ADD_WINS_SET)
                    || isFlag(include.component(), include.element());
        } else if (op instanceof Op.Exclude exclude) {
            for (Dot dot : exclude.seen()) {
                if (Long.compareUnsigned(dot.sequence(), author.clock()) > 0) {
                    return false;
                }
            }
            return isShared(exclude.component(), CellKind.ADD_WINS_SET)
                    || isShared(exclude.component(), CellKind.ADD_WINS_MAP)
                    || isFlag(exclude.component(), exclude.element());
        }
        return false;
    }

    private static boolean isFlag(int component, String element) {
        return element.equals(DotSet.FLAG) && isShared(component, CellKind.ENABLE_WINS_FLAG);
    }

    private static boolean isShared(int component, CellKind kind) {
        return ComponentType.trustOf(component) == Trust.SHARED && ComponentType.kindOf(component) == kind;
    }

    private boolean owns(EntityId entity, @Nullable ProofId claim, Author author) {
        PeerId owner = ownerBy(entity, claim, author);
        return owner != null && ownership.allows(author.peer(), owner);
    }

    /** The owner by a claim, null if the claim is void, of another entity, or from the author's future. */
    private @Nullable PeerId ownerBy(EntityId entity, @Nullable ProofId id, Author author) {
        if (id == null) {
            return proofs.peerOf(entity.replica());
        }
        ProofBook.JudgedClaim judged = proofs.claim(id);
        if (judged == null || !judged.valid() || !judged.claim().entity().equals(entity)) {
            return null;
        }
        boolean past = Long.compareUnsigned(judged.claim().clock(), author.clock()) <= 0;
        return past ? judged.claim().owner() : null;
    }

    /** The stamp of a write or move of the author under a claim; null is the birth. */
    Stamp stamp(@Nullable ProofId id, Author author) {
        ProofBook.JudgedClaim judged = id == null ? null : proofs.claim(id);
        return judged == null
                ? new Stamp(0, 0, author.clock(), author.replica())
                : new Stamp(judged.claim().generation(), judged.claim().clock(), author.clock(), author.replica());
    }
}
