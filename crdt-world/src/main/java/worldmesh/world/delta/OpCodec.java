package worldmesh.world.delta;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.crdt.TreeCell;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Grid;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.WireIds;

/**
 * The bytes of one op: code, length and body, so that a reader steps over kinds and trailing fields it does not know.
 * Keeps no state.
 */
final class OpCodec {
    /** The longest element of a set, in bytes of UTF-8; as long as a text. */
    static final int MAX_ELEMENT_BYTES = 4096;

    /** An element is held by at most this many replicas. */
    static final int MAX_SEEN = 4096;

    private OpCodec() {}

    static void encode(Op op, BatchHead head, ByteWriter scratch, ByteWriter out) {
        scratch.reset();
        int code = op instanceof Op.Unknown unknown ? unknown.code() : op.kind().code();
        body(op, head, scratch);
        out.u8(code).varint(scratch.size()).bytes(scratch.array(), 0, scratch.size());
    }

    private static void body(Op op, BatchHead head, ByteWriter out) {
        if (op instanceof Op.Unknown unknown) {
            out.bytes(unknown.payload().array());
        } else if (op instanceof Op.Transfer transfer) {
            out.bytes(transfer.claim().encode());
        } else if (op instanceof Op.Leave leave) {
            leave.entity().encode(out);
            leave.to().encode(out);
            WireIds.optionalProof(leave.claim(), out);
        } else if (op instanceof Op.Enter enter) {
            enter.entity().encode(out);
            enter.birth().encode(out);
            WireIds.optionalProof(enter.claim(), out);
            out.block(enter.cells().array());
        } else if (op instanceof Op.Edit edit) {
            edit(edit, head, out);
        } else if (!kindBody(op, out)) {
            cellBody(op, out);
        }
    }

    /** An edit is mostly all there is in its batch: it says no more than it must. */
    private static void edit(Op.Edit edit, BatchHead head, ByteWriter out) {
        EntityId entity = edit.entity();
        boolean own = entity.replica() == head.replica();
        out.u8(own ? 1 : 0);
        if (!own) {
            out.i64(entity.replica());
        }
        out.varint(entity.counter()).i32(edit.component());
        edit.log().encode(out);
    }

    /** The ops of the kinds that came later. */
    private static boolean kindBody(Op op, ByteWriter out) {
        if (op instanceof Op.Offer offer) {
            offer.entity().encode(out);
            out.i32(offer.component()).zigzag(offer.value());
        } else if (op instanceof Op.Entitle entitle) {
            entitle.entity().encode(out);
            out.i32(entitle.component()).bytes(entitle.to().bytes()).varint(entitle.total());
        } else if (op instanceof Op.Spend spend) {
            spend.entity().encode(out);
            out.i32(spend.component()).varint(spend.total());
        } else if (op instanceof Op.Paint paint) {
            paint.entity().encode(out);
            out.i32(paint.component()).varint(paint.start()).varint(paint.length() - 1L);
            out.zigzag(paint.tile());
        } else if (op instanceof Op.Bind bind) {
            bind.entity().encode(out);
            out.i32(bind.component()).text(bind.key()).text(bind.value());
        } else if (op instanceof Op.Attach attach) {
            attach(attach, out);
        } else {
            return false;
        }
        return true;
    }

    private static void attach(Op.Attach attach, ByteWriter out) {
        EntityId parent = attach.parent();
        attach.entity().encode(out);
        out.i32(attach.component()).u8(parent == null ? 0 : 1);
        if (parent != null) {
            parent.encode(out);
        }
    }

    private static void cellBody(Op op, ByteWriter out) {
        if (op instanceof Op.Spawn spawn) {
            spawn.entity().encode(out);
        } else if (op instanceof Op.Delete delete) {
            delete.entity().encode(out);
            WireIds.optionalProof(delete.claim(), out);
        } else if (op instanceof Op.Write write) {
            write.entity().encode(out);
            out.i32(write.component());
            WireIds.optionalProof(write.claim(), out);
            out.varint(write.index()).block(write.value().array());
        } else if (op instanceof Op.Add add) {
            add.entity().encode(out);
            out.i32(add.component()).zigzag(add.amount());
        } else if (op instanceof Op.Include include) {
            include.entity().encode(out);
            out.i32(include.component()).text(include.element());
        } else if (op instanceof Op.Exclude exclude) {
            exclude.entity().encode(out);
            out.i32(exclude.component()).text(exclude.element());
            out.varint(exclude.seen().size());
            exclude.seen()
                    .forEach(dot -> out.i64(dot.replica()).i64(dot.sequence()).varint(dot.index()));
        }
    }

    /** No op takes more bytes than this; strings count three bytes per character. */
    static int sizeBound(Op op) {
        int fixed = 64;
        if (op instanceof Op.Write write) {
            return fixed + write.value().size();
        } else if (op instanceof Op.Include include) {
            return fixed + 3 * include.element().length();
        } else if (op instanceof Op.Exclude exclude) {
            return fixed + 3 * exclude.element().length() + 24 * exclude.seen().size();
        } else if (op instanceof Op.Bind bind) {
            return fixed + 3 * (bind.key().length() + bind.value().length());
        } else if (op instanceof Op.Edit edit) {
            return fixed + edit.log().sizeBound();
        } else if (op instanceof Op.Enter enter) {
            return 2 * fixed + enter.cells().size();
        }
        return op instanceof Op.Entitle
                ? 2 * fixed
                : op instanceof Op.Transfer ? 8 * fixed : op instanceof Op.Leave ? 2 * fixed : fixed;
    }

    static @Nullable Op decode(BatchHead head, ByteReader in) {
        OpKind kind = OpKind.ofCode(peek(in));
        int code = in.u8();
        byte[] body = in.block(SignedBatch.MAX_BYTES);
        if (!in.ok() || kind == null) {
            in.fail();
            return null;
        }
        ByteReader part = new ByteReader(body);
        Op op = kind == OpKind.UNKNOWN ? new Op.Unknown(code, Payload.wrap(body)) : body(kind, head, part);
        // Bytes after the known fields belong to a later version: the batch keeps them, this version ignores them.
        if (op == null || (kind != OpKind.UNKNOWN && !part.ok())) {
            in.fail();
            return null;
        }
        return op;
    }

    private static int peek(ByteReader in) {
        return in.remaining() > 0 ? in.array()[in.position()] & 0xFF : 0;
    }

    private static @Nullable Op body(OpKind kind, BatchHead head, ByteReader in) {
        if (kind == OpKind.CLAIM) {
            return ProofCodec.decode(in) instanceof Claim claim ? new Op.Transfer(claim) : null;
        }
        if (kind == OpKind.EDIT || kind == OpKind.SPLICE) {
            return edit(kind, head, in);
        }
        EntityId entity = EntityId.decode(in);
        return switch (kind) {
            case SPAWN -> new Op.Spawn(entity);
            case DELETE -> new Op.Delete(entity, WireIds.optionalProof(in));
            case WRITE -> write(entity, in);
            case ADD -> add(entity, in);
            case INCLUDE -> include(entity, in);
            case EXCLUDE -> exclude(entity, in);
            case LEAVE -> leave(entity, in);
            case ENTER -> enter(entity, in);
            case OFFER -> offer(entity, in);
            case ENTITLE -> entitle(entity, in);
            case SPEND -> spend(entity, in);
            case PAINT -> paint(entity, in);
            case BIND -> bind(entity, in);
            case ATTACH -> attach(entity, in);
            case CLAIM, EDIT, SPLICE, UNKNOWN -> null;
        };
    }

    private static Op attach(EntityId entity, ByteReader in) {
        int component = in.i32();
        return new Op.Attach(entity, component, TreeCell.parent(in));
    }

    private static Op offer(EntityId entity, ByteReader in) {
        int component = in.i32();
        return new Op.Offer(entity, component, in.zigzag());
    }

    private static Op entitle(EntityId entity, ByteReader in) {
        int component = in.i32();
        PeerId to = WireIds.peer(in);
        return new Op.Entitle(entity, component, to, in.varint());
    }

    private static Op spend(EntityId entity, ByteReader in) {
        int component = in.i32();
        return new Op.Spend(entity, component, in.varint());
    }

    private static Op bind(EntityId entity, ByteReader in) {
        int component = in.i32();
        String key = in.text(MAX_ELEMENT_BYTES);
        return new Op.Bind(entity, component, key, in.text(MAX_ELEMENT_BYTES));
    }

    private static @Nullable Op edit(OpKind kind, BatchHead head, ByteReader in) {
        int own = in.u8();
        long replica = own == 1 ? head.replica() : in.i64();
        EntityId entity = new EntityId(replica, in.varint());
        int component = in.i32();
        if (own > 1) {
            in.fail();
        }
        EditLog log = kind == OpKind.SPLICE ? EditLog.decodeValues(in) : EditLog.decode(in);
        return log == null ? null : new Op.Edit(entity, component, log);
    }

    private static Op paint(EntityId entity, ByteReader in) {
        int component = in.i32();
        int start = in.count(Grid.MAX_TILES - 1);
        int length = in.count(Grid.MAX_TILES - 1 - start) + 1;
        return new Op.Paint(entity, component, start, length, (int) in.zigzag());
    }

    private static Op write(EntityId entity, ByteReader in) {
        int component = in.i32();
        ProofId claim = WireIds.optionalProof(in);
        long index = in.varint();
        return new Op.Write(entity, component, claim, index, Payload.wrap(in.block(RecordCodec.MAX_BYTES)));
    }

    private static Op add(EntityId entity, ByteReader in) {
        int component = in.i32();
        return new Op.Add(entity, component, in.zigzag());
    }

    private static Op include(EntityId entity, ByteReader in) {
        int component = in.i32();
        return new Op.Include(entity, component, in.text(MAX_ELEMENT_BYTES));
    }

    private static Op exclude(EntityId entity, ByteReader in) {
        int component = in.i32();
        String element = in.text(MAX_ELEMENT_BYTES);
        int count = in.count(MAX_SEEN);
        List<Dot> seen = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            long sequence = in.i64();
            seen.add(new Dot(replica, sequence, in.count(BatchContent.MAX_OPS)));
        }
        return new Op.Exclude(entity, component, element, seen);
    }

    private static Op leave(EntityId entity, ByteReader in) {
        SectorId to = SectorId.decode(in);
        return new Op.Leave(entity, to, WireIds.optionalProof(in));
    }

    private static Op enter(EntityId entity, ByteReader in) {
        SectorId birth = SectorId.decode(in);
        ProofId claim = WireIds.optionalProof(in);
        return new Op.Enter(entity, birth, claim, Payload.wrap(in.block(SignedBatch.MAX_BYTES)));
    }
}
