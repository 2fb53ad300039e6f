package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.ice.StunRound.Answer;
import worldmesh.mesh.ice.StunRound.Question;

class StunRoundTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3_478);
    private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.2", 3_479);
    private static final InetSocketAddress OTHER_PORT = new InetSocketAddress("192.0.2.1", 3_479);
    private static final Question PLAIN = Question.plain(SERVER);
    private static final Question CHANGED = new Question(SERVER, StunRound.OTHER_ADDRESS_AND_PORT, 0);
    private static final Question PORT = new Question(SERVER, StunRound.OTHER_PORT, 0);
    private static final Question LARGE = new Question(SERVER, 0, 1_232);

    private final List<byte[]> sent = new ArrayList<>();

    private StunRound round(Question... questions) {
        StunRound round = new StunRound(List.of(questions), new SplittableRandom(1), 0);
        round.send(0, (to, data) -> sent.add(data));
        return round;
    }

    /** An answer that says 192.0.2.9:77, and that the other address is OTHER. */
    private static byte[] answer(byte[] request) {
        return ByteBuffer.allocate(44)
                .putShort((short) 0x0101)
                .putShort((short) 24)
                .put(request, 4, 16)
                .putShort((short) 0x0020)
                .putShort((short) 8)
                .put(new byte[] {0, 1})
                .putShort((short) (77 ^ 0x2112))
                .putInt(0xC0000209 ^ 0x2112A442)
                .putShort((short) 0x802C)
                .putShort((short) 8)
                .put(new byte[] {0, 1})
                .putShort((short) OTHER.getPort())
                .put(OTHER.getAddress().getAddress())
                .array();
    }

    private void take(StunRound round, InetSocketAddress from, int question) {
        byte[] data = answer(sent.get(question));
        round.take(from, data, data.length, 7_000_000);
    }

    @Test
    void ourOwnServersAnswerAPlainQuestion() {
        StunRound round = round(PLAIN);
        byte[] answer = StunAnswer.to(sent.get(0), sent.get(0).length, new InetSocketAddress("192.0.2.9", 77));
        assertNotNull(answer, "a question shorter than its answer gets none");

        round.take(SERVER, answer, answer.length, 7_000_000);

        assertEquals(
                new InetSocketAddress("192.0.2.9", 77),
                Objects.requireNonNull(round.answer(PLAIN)).mapped());
    }

    @Test
    void anAnswerTellsWhereThePortWasSeenAndTheServersOtherAddress() {
        StunRound round = round(PLAIN);
        take(round, SERVER, 0);

        Answer answer = round.answer(PLAIN);
        assertNotNull(answer);
        assertEquals(new InetSocketAddress("192.0.2.9", 77), answer.mapped());
        assertEquals(OTHER, answer.other());
        assertEquals(7_000_000, answer.rttNanos());
        assertTrue(round.isOver(7_000_000));
    }

    @Test
    void anAnswerCountsOnlyFromWhereItWasAskedToCome() {
        StunRound round = round(PLAIN, CHANGED, PORT);
        take(round, OTHER, 0);
        take(round, SERVER, 1);
        take(round, OTHER, 2);
        assertNull(round.answer(PLAIN));
        assertNull(round.answer(CHANGED));
        assertNull(round.answer(PORT));

        take(round, SERVER, 0);
        take(round, OTHER, 1);
        take(round, OTHER_PORT, 2);
        assertNotNull(round.answer(PLAIN));
        assertNotNull(round.answer(CHANGED));
        assertNotNull(round.answer(PORT));
    }

    @Test
    void aQuestionIsAskedThreeTimesAndThenGivenUp() {
        StunRound round = round(PLAIN);
        for (long now = 0; now < 2_000_000_000L; now += 10_000_000L) {
            round.send(now, (to, data) -> sent.add(data));
        }

        assertEquals(3, sent.size());
        assertFalse(round.isOver(StunRound.DEADLINE_NANOS - 1));
        assertTrue(round.isOver(StunRound.DEADLINE_NANOS));
        assertNull(round.answer(PLAIN));
    }

    @Test
    void aFilledQuestionHasItsSizeAndIsWellFormed() {
        round(LARGE);

        assertEquals(1_232, sent.get(0).length);
        assertNotNull(StunPacket.read(sent.get(0), 1_232));
    }

    @Test
    void whatWasNotAskedOrIsCutOrChangedIsNoAnswer() {
        StunRound round = round(PLAIN);
        byte[] good = answer(sent.get(0));
        for (int length = 0; length < good.length; length++) {
            round.take(SERVER, good, length, 1);
        }
        byte[] foreign = good.clone();
        foreign[19] ^= 1;
        round.take(SERVER, foreign, foreign.length, 1);
        round.take(SERVER, sent.get(0), sent.get(0).length, 1);

        assertNull(round.answer(PLAIN));
    }
}
