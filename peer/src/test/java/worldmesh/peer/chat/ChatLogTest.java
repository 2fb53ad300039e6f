package worldmesh.peer.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.testkit.crypto.SimulatedSignatures;

class ChatLogTest {
    private static final byte[] WORLD = new byte[32];

    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final ChatLog ann = new ChatLog(WORLD, signatures);
    private final ChatLog bob = new ChatLog(WORLD, signatures);
    private final ChatLog eve = new ChatLog(WORLD, signatures);

    private ChatLine say(ChatLog log, int who, String text) {
        return log.say(signatures.signer(who), who, "player " + who, text, 1_000);
    }

    private static List<String> texts(List<ChatLine> lines) {
        return lines.stream().map(ChatLine::text).toList();
    }

    @Test
    void anAnswerWaitsForItsQuestion() {
        ChatLine question = say(ann, 1, "question");
        bob.onLine(question, 0);
        ChatLine answer = say(bob, 2, "answer");

        assertEquals(List.of(), texts(eve.onLine(answer, 0)));
        assertEquals(List.of("question", "answer"), texts(eve.onLine(question, 0)));
    }

    @Test
    void aLineWhoseQuestionIsLostIsToldAfterAWhile() {
        bob.onLine(say(ann, 1, "question"), 0);
        eve.onLine(say(bob, 2, "answer"), 0);

        assertEquals(List.of(), texts(eve.onTime(ChatLog.PATIENCE_NANOS - 1)));
        assertEquals(List.of("answer"), texts(eve.onTime(ChatLog.PATIENCE_NANOS)));
    }

    @Test
    void aLineIsToldOnceHoweverOftenItComes() {
        ChatLine line = say(ann, 1, "hi");

        assertEquals(1, bob.onLine(line, 0).size());
        assertEquals(0, bob.onLine(line, 0).size());
        assertEquals(0, bob.onHistory(List.of(line)).size());
    }

    @Test
    void everyFlippedBitIsAForgeryOrNoLine() {
        ByteWriter out = new ByteWriter();
        say(ann, 1, "pay bob").write(out);
        byte[] good = out.toBytes();
        List<ChatLine> told = new ArrayList<>();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            ByteReader in = new ByteReader(bad);
            ChatLine line = assertNotNullLine(ChatLine.read(in));
            if (in.complete()) {
                told.addAll(bob.onLine(line, 0));
            }
        }

        assertEquals(List.of(), told);
    }

    private static ChatLine assertNotNullLine(ChatLine line) {
        assertNotNull(line);
        return line;
    }

    @Test
    void aLineOfAnotherWorldIsAForgery() {
        byte[] other = new byte[32];
        other[0] = 1;
        ChatLog elsewhere = new ChatLog(other, signatures);

        assertEquals(0, elsewhere.onLine(say(ann, 1, "hi"), 0).size());
        assertEquals(1, elsewhere.rejected());
    }
}
