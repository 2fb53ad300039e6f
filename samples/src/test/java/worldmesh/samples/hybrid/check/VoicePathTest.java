package worldmesh.samples.hybrid.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of the frames finds what is missing, and does not find what is not. */
class VoicePathTest {
    private static final long MILLI = 1_000_000;
    private static final int FRAMES = 500;
    private static final int NEVER = -1;

    @TempDir
    Path directory;

    private Life life(String name, String diary) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, "self id-" + name + "\n" + diary);
        return Life.read(name, List.of(file));
    }

    /** Ann talks for ten seconds, Bob hears each frame after so many milliseconds; stalls are of Bob's process. */
    private VoicePath path(IntUnaryOperator delayMillis, String stalls) throws IOException {
        return path(delayMillis, stalls, new Stalls());
    }

    private VoicePath path(IntUnaryOperator delayMillis, String stalls, Stalls anchor) throws IOException {
        StringBuilder said = new StringBuilder("begin 0\n");
        StringBuilder heard = new StringBuilder("begin 0\nvoice 0 id-ann\n" + stalls);
        for (int i = 0; i < FRAMES; i++) {
            long due = 20L * i * MILLI;
            said.append("frame ")
                    .append(i)
                    .append(' ')
                    .append(due)
                    .append(' ')
                    .append(due)
                    .append('\n');
            int delay = delayMillis.applyAsInt(i);
            if (delay != NEVER) {
                heard.append("f 0 ")
                        .append(i)
                        .append(' ')
                        .append(due + delay * MILLI)
                        .append('\n');
            }
        }
        Life ann = life("ann", said + "rest 10000000000\n");
        Life bob = life("bob", heard + "rest 10000000000\n");
        return VoicePath.all(List.of(ann, bob), anchor).stream()
                .filter(path -> path.from().name.equals("ann"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aWholePathHasNoGap() throws IOException {
        VoicePath path = path(i -> 5 + i % 3, "");

        assertEquals(0, path.gap() + path.rawGap() + path.lost() + path.late());
        assertEquals(495, path.frames()); // those of the last tenth of a second do not count
        assertFalse(path.silent());
    }

    @Test
    void framesThatNeverCameAreAGapAsLongAsTheirRun() throws IOException {
        VoicePath path = path(i -> i == 100 || i == 102 || i == 103 || i == 104 ? NEVER : 5, "");

        assertEquals(4, path.lost());
        assertEquals(3, path.gap());
    }

    @Test
    void aFrameIsMissedIfItComesMoreThanAFrameLaterThanUsual() throws IOException {
        assertEquals(0, path(i -> i == 100 || i == 101 ? 25 : 5, "").gap());
        assertEquals(2, path(i -> i == 100 || i == 101 ? 26 : 5, "").gap());
    }

    @Test
    void whatTheMachineLetTheProcessStandIsTakenOffButToldToo() throws IOException {
        IntUnaryOperator held = i -> i == 100 ? 60 : 5;
        VoicePath excused = path(held, "stall " + 2_010 * MILLI + " " + 2_060 * MILLI + "\n");
        VoicePath shorter = path(held, "stall " + 2_010 * MILLI + " " + 2_030 * MILLI + "\n");

        assertEquals(0, excused.gap());
        assertEquals(1, excused.rawGap());
        assertEquals(1, excused.excused());
        assertEquals(1, shorter.gap());
    }

    @Test
    void whatAnIdleProcessOversleptIsToldApart() throws IOException {
        Stalls anchor = new Stalls();
        anchor.add(2_010 * MILLI, 2_060 * MILLI);
        VoicePath path = path(i -> i == 100 || i == 200 || i == 201 ? 60 : 5, "", anchor);

        assertEquals(2, path.anchoredGap());
        assertEquals(2, path.gap());
        assertEquals(1, path(i -> i == 100 ? 60 : 5, "").gap());
        assertEquals(0, path(i -> i == 100 ? 60 : 5, "", anchor).anchoredGap());
    }

    @Test
    void whatIsMissedIsToldByTheMinute() throws IOException {
        VoicePath path = path(i -> i == 100 || i == 101 || i == 200 ? 60 : 5, "");
        Lateness lateness = Lateness.of(List.of(), List.of(path, path), 7);

        assertEquals(List.of(new VoicePath.Minute(3, 2)), path.rawByMinute());
        assertEquals(List.of(6), lateness.rawMissedByMinute());
        assertEquals(List.of(2), lateness.rawGapByMinute());
        assertEquals(0, lateness.sentLate());
    }

    @Test
    void noStallExcusesAFrameThatNeverCame() throws IOException {
        assertEquals(
                1,
                path(i -> i == 100 ? NEVER : 5, "stall " + 1_000 * MILLI + " " + 3_000 * MILLI + "\n")
                        .gap());
    }

    @Test
    void whoHearsNothingIsSilent() throws IOException {
        assertTrue(path(i -> NEVER, "").silent());
        assertEquals(140, path(i -> i < 140 ? NEVER : 5, "").gap());
    }

    @Test
    void aTornLastLineCountsAsUnwritten() throws IOException {
        Life torn = life("torn", "begin 5\nsays one 7\nsays two 8");

        assertEquals(List.of("one"), List.copyOf(torn.said.keySet()));
    }
}
