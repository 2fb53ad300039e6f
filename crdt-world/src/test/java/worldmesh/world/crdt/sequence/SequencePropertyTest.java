package worldmesh.world.crdt.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.SectorId;

/** The laws of Fugue over random histories, beside a plain model of its tree. */
@NullUnmarked // an unexpected null fails the test anyway
class SequencePropertyTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("worldmesh.law.seeds", 200));
    }

    private static Author author(long number) {
        return new Author(number, SectorId.ORIGIN);
    }

    private static byte[] bytes(Sequence sequence) {
        ByteWriter out = new ByteWriter();
        sequence.encode(out);
        return out.toBytes();
    }

    private static byte[] bytes(EditLog log) {
        ByteWriter out = new ByteWriter();
        log.encode(out);
        return out.toBytes();
    }

    private static EditLog decode(Author author, ByteReader in) {
        return EditLog.decode(author, new TextUnits(), in);
    }

    private static EditLog read(EditLog log) {
        EditLog out = decode(log.self(), new ByteReader(bytes(log)));
        assertNotNull(out);
        assertArrayEquals(bytes(log), bytes(out));
        return out;
    }

    private static Sequence copy(Sequence sequence) {
        ByteReader in = new ByteReader(bytes(sequence));
        Sequence out = Sequence.decode(in);
        assertTrue(in.complete());
        return out;
    }

    /** Somebody with a sequence, a plain model beside it, and the logs of others not heard yet. */
    private static final class Writer {
        final Author author;
        final Sequence sequence = new Sequence();
        final PlainFugue model = new PlainFugue();
        final List<List<EditLog>> heard = new ArrayList<>();

        Writer(long number, int writers) {
            author = author(number);
            for (int i = 0; i < writers; i++) {
                heard.add(new ArrayList<>());
            }
        }

        EditLog edit(Random random) {
            EditLog log = new EditLog(author, sequence.written(author));
            int cursor = random.nextInt(sequence.length() + 1);
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                int length = sequence.length();
                cursor = Math.min(cursor, length);
                if (random.nextInt(4) == 0) {
                    cursor = random.nextInt(length + 1);
                }
                if (random.nextInt(3) == 0 && length > 0) {
                    int count = Math.min(length - cursor, 1 + random.nextInt(4));
                    sequence.delete(cursor, count, log);
                    cursor = Math.max(0, cursor - 1);
                } else {
                    String text = "abcdefgh".substring(0, 1 + random.nextInt(5)) + (random.nextInt(9) == 0 ? "é€" : "");
                    sequence.insert(author, cursor, text, log);
                    cursor += random.nextInt(3) == 0 ? 0 : text.length();
                }
            }
            model.take(log);
            assertEquals(model.text(), sequence.toString());
            return log;
        }

        void hear(EditLog log) {
            assertTrue(read(log).apply(sequence, log.self()));
            model.take(log);
            assertEquals(model.text(), sequence.toString());
        }
    }

    private static List<Writer> history(Random random, int count, int steps) {
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Some ids are above the middle, as unsigned numbers are.
            writers.add(new Writer(random.nextBoolean() ? i : -1 - i, count));
        }
        List<List<EditLog>> said = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            said.add(new ArrayList<>());
        }
        for (int step = 0; step < steps; step++) {
            int me = random.nextInt(count);
            Writer writer = writers.get(me);
            if (random.nextInt(2) == 0) {
                EditLog log = writer.edit(random);
                if (!log.isEmpty()) {
                    said.get(me).add(log);
                }
                continue;
            }
            hearMore(writers, said, me, random.nextInt(count), 1 + random.nextInt(3));
        }
        for (int me = 0; me < count; me++) {
            for (int of = 0; of < count; of++) {
                hearMore(writers, said, me, of, Integer.MAX_VALUE);
            }
        }
        return writers;
    }

    /** Each author's logs in order, those of different authors in any. */
    private static void hearMore(List<Writer> writers, List<List<EditLog>> said, int me, int of, int most) {
        List<EditLog> heard = writers.get(me).heard.get(of);
        for (int i = 0; i < most && me != of && heard.size() < said.get(of).size(); i++) {
            EditLog log = said.get(of).get(heard.size());
            writers.get(me).hear(log);
            heard.add(log);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allSeeTheSameWhateverTheOrderAsThePlainTreeDoes(long seed) {
        List<Writer> writers = history(new Random(seed), 3, 60);

        Writer first = writers.get(0);
        for (Writer writer : writers) {
            assertEquals(first.sequence.toString(), writer.sequence.toString(), "seed " + seed);
            assertArrayEquals(bytes(first.sequence), bytes(writer.sequence));
            assertEquals(first.sequence.length(), first.sequence.toString().length());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void statesJoinAsALattice(long seed) {
        Random random = new Random(seed);
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            writers.add(new Writer(i, 3));
        }
        List<Sequence> states = new ArrayList<>();
        for (int step = 0; step < 30; step++) {
            Writer writer = writers.get(random.nextInt(3));
            writer.edit(random);
            states.add(copy(writer.sequence));
            if (random.nextInt(3) == 0) {
                writer.sequence.join(states.get(random.nextInt(states.size())));
                writer.model.replace(writer.sequence);
            }
        }
        Sequence a = states.get(random.nextInt(30));
        Sequence b = states.get(random.nextInt(30));
        Sequence c = states.get(random.nextInt(30));

        assertArrayEquals(bytes(copy(a).join(b)), bytes(copy(b).join(a)));
        assertArrayEquals(bytes(copy(a).join(b).join(c)), bytes(copy(a).join(copy(b).join(c))));
        assertArrayEquals(bytes(a), bytes(copy(a).join(a)));
        assertArrayEquals(bytes(a), bytes(copy(a)));
        assertEquals(copy(a).join(b).toString(), copy(b).join(a).toString());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatTwoTypedInOnePlaceNeverInterleaves(long seed) {
        Random random = new Random(seed);
        Writer ann = new Writer(1, 2);
        Writer bob = new Writer(2, 2);
        EditLog start = new EditLog(ann.author, 0);
        ann.sequence.insert(ann.author, 0, "[]", start);
        assertTrue(start.apply(bob.sequence, start.self()));
        boolean annBackwards = random.nextBoolean();
        boolean bobBackwards = random.nextBoolean();
        EditLog annTypes = type(ann, "aaaaaaaa", annBackwards);
        EditLog bobTypes = type(bob, "bbbbbbbb", bobBackwards);

        assertTrue(annTypes.apply(bob.sequence, annTypes.self()));
        assertTrue(bobTypes.apply(ann.sequence, bobTypes.self()));

        assertEquals(ann.sequence.toString(), bob.sequence.toString());
        String text = ann.sequence.toString();
        assertTrue(text.equals("[aaaaaaaabbbbbbbb]") || text.equals("[bbbbbbbbaaaaaaaa]"), text);
    }

    private static EditLog type(Writer writer, String text, boolean backwards) {
        EditLog log = new EditLog(writer.author, writer.sequence.written(writer.author));
        for (int i = 0; i < text.length(); i++) {
            writer.sequence.insert(writer.author, backwards ? 1 : 1 + i, text.substring(i, i + 1), log);
        }
        return log;
    }

    @Test
    void aLongTextIsWhatWasTypedAndDeleted() {
        Random random = new Random(3);
        Sequence sequence = new Sequence();
        Sequence other = new Sequence();
        StringBuilder plain = new StringBuilder();
        Author ann = author(1);
        for (int step = 0; step < 3_000; step++) {
            EditLog log = new EditLog(ann, sequence.written(ann));
            for (int i = 0; i < 10; i++) {
                int at = random.nextInt(plain.length() + 1);
                int count = Math.min(plain.length() - at, random.nextInt(3));
                sequence.delete(at, count, log);
                plain.delete(at, at + count);
                String text = "abc".substring(random.nextInt(3));
                sequence.insert(ann, at, text, log);
                plain.insert(at, text);
            }
            assertTrue(log.apply(other, ann));
        }

        assertEquals(plain.toString(), sequence.toString());
        assertEquals(plain.toString(), other.toString());
        assertArrayEquals(bytes(sequence), bytes(other));
    }

    @Test
    void aDeletionWinsAndTakesNothingElse() {
        Writer ann = new Writer(1, 2);
        Writer bob = new Writer(2, 2);
        EditLog start = new EditLog(ann.author, 0);
        ann.sequence.insert(ann.author, 0, "one two three", start);
        assertTrue(start.apply(bob.sequence, start.self()));
        EditLog annDeletes = new EditLog(ann.author, 13);
        ann.sequence.delete(3, 4, annDeletes);
        EditLog bobDeletes = new EditLog(bob.author, 0);
        bob.sequence.delete(4, 4, bobDeletes);
        EditLog bobTypes = new EditLog(bob.author, 0);
        bob.sequence.insert(bob.author, 4, "2 ", bobTypes);

        assertTrue(annDeletes.apply(bob.sequence, annDeletes.self()));
        assertTrue(bobDeletes.apply(ann.sequence, bobDeletes.self()));
        assertTrue(bobTypes.apply(ann.sequence, bobTypes.self()));

        assertEquals("one2 three", ann.sequence.toString());
        assertEquals("one2 three", bob.sequence.toString());
    }

    @Test
    void typingOnAndDeletingBackIsOneEditEach() {
        Sequence sequence = new Sequence();
        Author ann = author(1);
        EditLog log = new EditLog(ann, 0);
        for (int i = 0; i < 100; i++) {
            sequence.insert(ann, i, "x", log);
        }
        for (int i = 99; i >= 50; i--) {
            sequence.delete(i, 1, log);
        }

        assertEquals(2, log.edits());
        assertEquals(50, sequence.length());
        assertFalse(log.apply(sequence, ann), "it is known already");
        assertTrue(bytes(log).length < 100 + 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void hostileBytesAreRefusedOrHarmless(long seed) {
        Random random = new Random(seed);
        Sequence sequence = history(random, 2, 20).get(0).sequence;
        byte[] good = bytes(sequence);
        for (int i = 0; i < 60; i++) {
            byte[] bad = random.nextInt(3) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            if (bad.length > 0) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            ByteReader in = new ByteReader(bad);
            Sequence read = Sequence.decode(in);
            assertEquals(read.length(), read.toString().length());
            assertArrayEquals(
                    bytes(copy(read).join(sequence)), bytes(copy(sequence).join(read)), "seed " + seed);
            EditLog log = decode(author(7), new ByteReader(bad));
            if (log != null) {
                log.apply(copy(sequence), author(7));
            }
        }
    }

    @Test
    void aLengthBombIsRefusedBeforeItIsBuilt() {
        ByteWriter out = new ByteWriter();
        out.varint(0).varint(3).varint(0).bytes(new byte[6]);

        assertEquals(null, decode(author(1), new ByteReader(out.toBytes())));
        out.reset().varint(0).varint(Integer.MAX_VALUE).varint(0).bytes(new byte[6]);
        assertEquals(null, decode(author(1), new ByteReader(out.toBytes())));
    }
}
