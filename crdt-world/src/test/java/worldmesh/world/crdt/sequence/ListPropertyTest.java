package worldmesh.world.crdt.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.SectorId;

/** Lists of values obey the laws of texts: beside a text whose letters name the values. */
@NullUnmarked // an unexpected null fails the test anyway
class ListPropertyTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("worldmesh.law.seeds", 200));
    }

    private static Author author(int number) {
        return new Author(number, SectorId.ORIGIN);
    }

    /** The value that stands for a letter: of lengths from 0 on. */
    private static byte[] value(char letter) {
        byte[] out = new byte[letter - 'a'];
        Arrays.fill(out, (byte) letter);
        return out;
    }

    private static String letters(Sequence list) {
        StringBuilder out = new StringBuilder();
        ((ValueUnits) list.seen()).values().forEach(value -> out.append((char) ('a' + value.length)));
        return out.toString();
    }

    private static byte[] bytes(Sequence sequence) {
        ByteWriter out = new ByteWriter();
        sequence.encode(out);
        return out.toBytes();
    }

    private static Sequence copy(Sequence list) {
        ByteReader in = new ByteReader(bytes(list));
        Sequence out = Sequence.decodeValues(in);
        assertTrue(in.complete());
        return out;
    }

    private static EditLog read(EditLog log) {
        ByteWriter out = new ByteWriter();
        log.encode(out);
        EditLog read = EditLog.decode(log.self(), new ValueUnits(), new ByteReader(out.toBytes()));
        assertNotNull(read);
        return read;
    }

    /** A list and the text beside it. */
    private static final class Writer {
        final Author author;
        final Sequence list = Sequence.ofValues();
        final Sequence text = new Sequence();
        int heard;

        Writer(int number) {
            author = author(number);
        }

        List<EditLog> edit(Random random) {
            EditLog listLog = list.log(author);
            EditLog textLog = text.log(author);
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                int at = random.nextInt(text.length() + 1);
                if (random.nextInt(3) == 0) {
                    int count = Math.min(text.length() - at, random.nextInt(4));
                    list.delete(at, count, listLog);
                    text.delete(at, count, textLog);
                    continue;
                }
                String letters = "abcdefg".substring(random.nextInt(7));
                List<byte[]> values = new ArrayList<>();
                letters.chars().forEach(letter -> values.add(value((char) letter)));
                list.insert(author, at, ValueUnits.of(values), listLog);
                text.insert(author, at, letters, textLog);
            }
            return listLog.isEmpty() ? List.of() : List.of(listLog, textLog);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void valuesLieWhereTheLettersOfATextDo(long seed) {
        Random random = new Random(seed);
        List<Writer> writers = List.of(new Writer(1), new Writer(2), new Writer(3));
        List<EditLog> said = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            Writer writer = writers.get(random.nextInt(3));
            said.addAll(writer.edit(random));
            Writer hearer = writers.get(random.nextInt(3));
            hear(hearer, said, random.nextBoolean() ? said.size() : hearer.heard);
        }
        for (Writer writer : writers) {
            hear(writer, said, said.size());
            assertEquals(writer.text.toString(), letters(writer.list), "seed " + seed);
            assertArrayEquals(bytes(writers.get(0).list), bytes(writer.list));
            assertArrayEquals(bytes(writer.list), bytes(copy(writer.list)));
        }
    }

    private static void hear(Writer hearer, List<EditLog> said, int until) {
        for (; hearer.heard + 1 < until; hearer.heard += 2) {
            EditLog list = said.get(hearer.heard);
            if (!list.self().equals(hearer.author)) {
                assertTrue(read(list).apply(hearer.list, list.self()));
                assertTrue(said.get(hearer.heard + 1).apply(hearer.text, list.self()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void statesJoinAsALattice(long seed) {
        Random random = new Random(seed);
        List<Sequence> states = new ArrayList<>();
        List<Writer> writers = List.of(new Writer(1), new Writer(2));
        for (int step = 0; step < 20; step++) {
            Writer writer = writers.get(random.nextInt(2));
            writer.edit(random);
            states.add(copy(writer.list));
        }
        // Two halves of a fork: one author, other values.
        Sequence forged = Sequence.ofValues();
        forged.insert(author(1), 0, ValueUnits.of(new byte[] {66, 6}), forged.log(author(1)));
        states.add(forged);
        Sequence a = states.get(random.nextInt(21));
        Sequence b = states.get(random.nextInt(21));
        Sequence c = states.get(random.nextInt(21));

        assertArrayEquals(bytes(copy(a).join(b)), bytes(copy(b).join(a)));
        assertArrayEquals(bytes(copy(a).join(b).join(c)), bytes(copy(a).join(copy(b).join(c))));
        assertArrayEquals(bytes(a), bytes(copy(a).join(a)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void hostileBytesAreRefusedOrHarmless(long seed) {
        Random random = new Random(seed);
        Writer writer = new Writer(1);
        for (int i = 0; i < 5; i++) {
            writer.edit(random);
        }
        byte[] good = bytes(writer.list);
        for (int i = 0; i < 60 && good.length > 0; i++) {
            byte[] bad = random.nextInt(3) == 0 ? Arrays.copyOf(good, 1 + random.nextInt(good.length)) : good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Sequence read = Sequence.decodeValues(new ByteReader(bad));
            assertEquals(read.length(), read.seen().length());
            EditLog log = EditLog.decodeValues(new ByteReader(bad));
            if (log != null) {
                log.apply(copy(writer.list), author(7));
            }
        }
    }
}
