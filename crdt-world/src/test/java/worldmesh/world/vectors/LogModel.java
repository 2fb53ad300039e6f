package worldmesh.world.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.crdt.sequence.Author;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.crdt.sequence.TextUnits;
import worldmesh.world.crdt.sequence.Units;
import worldmesh.world.crdt.sequence.ValueUnits;
import worldmesh.world.sector.SectorId;

/** Edits of texts and lists, drawn and as JSON. */
@NullUnmarked // null is a value of JSON
final class LogModel {
    private LogModel() {}

    /** Some edits among what the author and two others wrote before. */
    static EditLog draw(Random random, Sequence sequence) {
        Author self = new Author(5, SectorId.ORIGIN);
        before(random, sequence, self);
        EditLog log = sequence.log(self);
        for (int i = 1 + random.nextInt(6); i > 0 || log.isEmpty(); i--) {
            int at = random.nextInt(sequence.length() + 1);
            if (random.nextInt(3) == 0) {
                sequence.delete(at, Math.min(sequence.length() - at, 1 + random.nextInt(4)), log);
            } else {
                sequence.insert(self, at, units(random, sequence, i), log);
            }
        }
        return log;
    }

    private static void before(Random random, Sequence sequence, Author self) {
        for (int i = random.nextInt(4); i > 0; i--) {
            Author by = random.nextInt(3) == 0 ? self : new Author(random.nextInt(2) - 1L, Meaning.sector(random));
            int at = random.nextInt(sequence.length() + 1);
            sequence.insert(by, at, units(random, sequence, 10 + random.nextInt(90)), sequence.log(by));
        }
    }

    private static Units units(Random random, Sequence sequence, int number) {
        if (sequence.seen() instanceof ValueUnits) {
            List<byte[]> values = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                values.add(Meaning.bytes(random, random.nextInt(random.nextInt(9) == 0 ? 90 : 4)));
            }
            return ValueUnits.of(values);
        }
        String[] texts = {"the text" + number, "ab" + number, "QUICK~" + number, "\u00e9\u20ac\ud83d\ude00"};
        return TextUnits.of(texts[random.nextInt(texts.length)]);
    }

    /** The state of a sequence as a cell has it, and what it means. */
    static Object state(Random random, Sequence sequence, ByteWriter out) {
        Author self = new Author(5, SectorId.ORIGIN);
        before(random, sequence, self);
        if (sequence.length() > 1) {
            sequence.delete(random.nextInt(sequence.length() - 1), 1, sequence.log(self));
        }
        ByteWriter bytes = new ByteWriter();
        sequence.encode(bytes);
        out.bytes(bytes.toBytes());
        ByteReader in = new ByteReader(bytes.toBytes());
        List<Object> all = new ArrayList<>();
        for (long count = in.varint(); count > 0; count--) {
            long replica = in.i64();
            SectorId sector = SectorId.decode(in);
            ByteReader log = new ByteReader(in.block(in.remaining()));
            boolean values = sequence.seen() instanceof ValueUnits;
            all.add(Json.object(
                    "replica",
                    Meaning.i64(replica),
                    "sector",
                    Meaning.sector(sector),
                    "log",
                    meaning(values ? EditLog.decodeValues(log) : EditLog.decode(log))));
        }
        return all;
    }

    /** The log as JSON. */
    static Map<String, Object> meaning(EditLog log) {
        ByteWriter bytes = new ByteWriter();
        log.encode(bytes);
        List<Author> authors = new ArrayList<>(List.of(log.self()));
        List<Object> edits = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        List<Object> values = new ArrayList<>();
        log.play(
                0,
                (by, at, units, range) -> {
                    String kind = at.author() == null ? "begin" : at.left() ? "left" : "right";
                    edits.add(edit(kind, place(authors, at.author()), at.counter(), range.to() - range.from()));
                    Units part = units.part(range.from(), range.to());
                    if (part instanceof ValueUnits some) {
                        some.values().forEach(value -> values.add(Meaning.hex(value)));
                    } else {
                        text.append(part);
                    }
                },
                (of, counter, count) -> edits.add(edit("delete", place(authors, of), counter, count)));
        List<Object> others = new ArrayList<>();
        for (Author author : authors.subList(1, authors.size())) {
            others.add(
                    Json.object("replica", Meaning.i64(author.replica()), "sector", Meaning.sector(author.sector())));
        }
        int start = (int) new ByteReader(bytes.toBytes()).varint();
        Object units = log.isOfValues() ? values : text.toString();
        return Json.object("start", start, "others", others, "edits", edits, "units", units);
    }

    private static Map<String, Object> edit(String kind, int author, int at, int size) {
        return Json.object("kind", kind, "author", author, "at", at, "size", size);
    }

    private static int place(List<Author> authors, Author author) {
        if (author == null || authors.contains(author)) {
            return author == null ? 0 : authors.indexOf(author);
        }
        authors.add(author);
        return authors.size() - 1;
    }
}
