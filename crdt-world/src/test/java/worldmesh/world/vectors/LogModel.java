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
import worldmesh.world.sector.SectorId;

/** Edits of texts, drawn and as JSON. */
@NullUnmarked // null is a value of JSON
final class LogModel {
    private LogModel() {}

    /** Some edits among what the author and two others wrote before. */
    static EditLog draw(Random random) {
        Sequence text = new Sequence();
        Author self = new Author(5, SectorId.ORIGIN);
        for (int i = random.nextInt(4); i > 0; i--) {
            Author by = random.nextInt(3) == 0 ? self : new Author(random.nextInt(2) - 1L, Meaning.sector(random));
            text.insert(by, random.nextInt(text.length() + 1), "ab" + random.nextInt(99), new EditLog(by, 0));
        }
        EditLog log = new EditLog(self, text.written(self));
        for (int i = 1 + random.nextInt(6); i > 0 || log.isEmpty(); i--) {
            int at = random.nextInt(text.length() + 1);
            if (random.nextInt(3) == 0) {
                text.delete(at, Math.min(text.length() - at, 1 + random.nextInt(4)), log);
            } else {
                text.insert(self, at, random.nextInt(4) == 0 ? "é€😀" : "text" + i, log);
            }
        }
        return log;
    }

    /** The log as JSON. */
    static Map<String, Object> meaning(EditLog log) {
        ByteWriter bytes = new ByteWriter();
        log.encode(bytes);
        List<Author> authors = new ArrayList<>(List.of(log.self()));
        List<Object> edits = new ArrayList<>();
        StringBuilder units = new StringBuilder();
        log.play(
                0,
                (by, at, text, range) -> {
                    String kind = at.author() == null ? "begin" : at.left() ? "left" : "right";
                    edits.add(edit(kind, place(authors, at.author()), at.counter(), range.to() - range.from()));
                    units.append(text, range.from(), range.to());
                },
                (of, counter, count) -> edits.add(edit("delete", place(authors, of), counter, count)));
        List<Object> others = new ArrayList<>();
        for (Author author : authors.subList(1, authors.size())) {
            others.add(
                    Json.object("replica", Meaning.i64(author.replica()), "sector", Meaning.sector(author.sector())));
        }
        int start = (int) new ByteReader(bytes.toBytes()).varint();
        return Json.object("start", start, "others", others, "edits", edits, "units", units.toString());
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
