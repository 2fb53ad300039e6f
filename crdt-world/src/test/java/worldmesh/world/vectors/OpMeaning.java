package worldmesh.world.vectors;

import static worldmesh.world.vectors.Meaning.i32;
import static worldmesh.world.vectors.Meaning.unsigned;

import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.delta.Op;
import worldmesh.world.entity.EntityId;
import worldmesh.world.trust.ProofId;

/** The fields of an op as JSON, and as the bytes of docs/wire-world.md, "Batch", written here a second time. */
@NullUnmarked // null is a value of JSON
final class OpMeaning {
    private OpMeaning() {}

    /** The fields of an op in a batch of that replica. */
    static Map<String, Object> of(Op op, long by) {
        if (op instanceof Op.Edit edit) {
            EntityId entity = edit.entity();
            return Json.object(
                    "creator", entity.replica() == by ? null : Meaning.i64(entity.replica()),
                    "counter", unsigned(entity.counter()),
                    "component", i32(edit.component()),
                    "log", LogModel.meaning(edit.log()));
        }
        Map<String, Object> out = Json.object("entity", Meaning.entity(op.entity()));
        if (op instanceof Op.Delete delete) {
            out.put("claim", Meaning.proof(delete.claim()));
        } else if (op instanceof Op.Leave leave) {
            out.putAll(Json.object("to", Meaning.sector(leave.to()), "claim", Meaning.proof(leave.claim())));
        } else if (op instanceof Op.Enter enter) {
            out.put("birth", Meaning.sector(enter.birth()));
            out.put("claim", Meaning.proof(enter.claim()));
            out.put("cells", enter.cells().toString());
        } else if (!(op instanceof Op.Spawn)) {
            cell(op, out);
        }
        return out;
    }

    private static void cell(Op op, Map<String, Object> out) {
        if (op instanceof Op.Write write) {
            out.put("component", Meaning.i32(write.component()));
            out.put("claim", Meaning.proof(write.claim()));
            out.put("log", unsigned(write.index()));
            out.put("value", write.value().toString());
        } else if (op instanceof Op.Add add) {
            out.putAll(Json.object("component", i32(add.component()), "amount", Long.toString(add.amount())));
        } else if (op instanceof Op.Include include) {
            out.putAll(Json.object("component", i32(include.component()), "element", include.element()));
        } else if (op instanceof Op.Exclude exclude) {
            out.putAll(Json.object("component", i32(exclude.component()), "element", exclude.element()));
            out.put("seen", Meaning.dots(exclude.seen()));
        } else if (op instanceof Op.Bind bind) {
            out.putAll(Json.object("component", i32(bind.component()), "key", bind.key(), "value", bind.value()));
        } else {
            number(op, out);
        }
    }

    private static void number(Op op, Map<String, Object> out) {
        if (op instanceof Op.Attach attach) {
            EntityId parent = attach.parent();
            out.put("component", i32(attach.component()));
            out.put("parent", parent == null ? null : Meaning.entity(parent));
        } else if (op instanceof Op.Offer offer) {
            out.putAll(Json.object("component", i32(offer.component()), "number", Long.toString(offer.value())));
        } else if (op instanceof Op.Entitle entitle) {
            out.put("component", i32(entitle.component()));
            out.put("to", Meaning.peer(entitle.to()));
            out.put("total", unsigned(entitle.total()));
        } else if (op instanceof Op.Spend spend) {
            out.putAll(Json.object("component", i32(spend.component()), "total", unsigned(spend.total())));
        } else if (op instanceof Op.Paint paint) {
            out.putAll(Json.object("component", i32(paint.component()), "first", paint.start()));
            out.putAll(Json.object("more", paint.length() - 1, "tile", Integer.toString(paint.tile())));
        }
    }

    static byte[] bytes(Op op) {
        ByteWriter out = new ByteWriter();
        if (op instanceof Op.Transfer transfer) {
            return transfer.claim().encode();
        }
        if (op instanceof Op.Edit edit) {
            edit(edit, out);
            return out.toBytes();
        }
        id(op.entity(), out);
        if (op instanceof Op.Delete delete) {
            optional(delete.claim(), out);
        } else if (op instanceof Op.Leave leave) {
            out.zigzag(leave.to().x()).zigzag(leave.to().y()).u8(leave.to().scale());
            optional(leave.claim(), out);
        } else if (op instanceof Op.Enter enter) {
            out.zigzag(enter.birth().x())
                    .zigzag(enter.birth().y())
                    .u8(enter.birth().scale());
            optional(enter.claim(), out);
            out.block(enter.cells().array());
        } else if (!(op instanceof Op.Spawn)) {
            cellBytes(op, out);
        }
        return out.toBytes();
    }

    private static void cellBytes(Op op, ByteWriter out) {
        if (op instanceof Op.Write write) {
            optional(write.claim(), out.i32(write.component()));
            out.varint(write.index()).block(write.value().array());
        } else if (op instanceof Op.Add add) {
            out.i32(add.component()).zigzag(add.amount());
        } else if (op instanceof Op.Include include) {
            out.i32(include.component()).text(include.element());
        } else if (op instanceof Op.Exclude exclude) {
            out.i32(exclude.component())
                    .text(exclude.element())
                    .varint(exclude.seen().size());
            exclude.seen()
                    .forEach(dot -> out.i64(dot.replica()).i64(dot.sequence()).varint(dot.index()));
        } else if (op instanceof Op.Bind bind) {
            out.i32(bind.component()).text(bind.key()).text(bind.value());
        } else {
            numberBytes(op, out);
        }
    }

    private static void edit(Op.Edit edit, ByteWriter out) {
        long replica = edit.entity().replica();
        out.u8(replica == BatchVectors.SELF ? 1 : 0);
        if (replica != BatchVectors.SELF) {
            out.i64(replica);
        }
        out.varint(edit.entity().counter()).i32(edit.component());
        edit.log().encode(out);
    }

    private static void numberBytes(Op op, ByteWriter out) {
        if (op instanceof Op.Attach attach) {
            out.i32(attach.component()).u8(attach.parent() == null ? 0 : 1);
            if (attach.parent() != null) {
                id(attach.parent(), out);
            }
        } else if (op instanceof Op.Offer offer) {
            out.i32(offer.component()).zigzag(offer.value());
        } else if (op instanceof Op.Entitle entitle) {
            out.i32(entitle.component()).bytes(entitle.to().bytes()).varint(entitle.total());
        } else if (op instanceof Op.Spend spend) {
            out.i32(spend.component()).varint(spend.total());
        } else if (op instanceof Op.Paint paint) {
            out.i32(paint.component()).varint(paint.start()).varint(paint.length() - 1L);
            out.zigzag(paint.tile());
        }
    }

    private static void id(EntityId entity, ByteWriter out) {
        out.i64(entity.replica()).varint(entity.counter());
    }

    private static void optional(ProofId id, ByteWriter out) {
        out.u8(id == null ? 0 : 1);
        if (id != null) {
            out.i64(id.high()).i64(id.low());
        }
    }
}
