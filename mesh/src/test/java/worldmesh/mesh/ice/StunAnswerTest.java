package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.ice.StunPacket.Transaction;

class StunAnswerTest {
    private static final Transaction ASKED = new Transaction(0x0123456789ABCDEFL, 0x76543210);

    @Test
    void tellsWhereTheQuestionCameFrom() {
        for (InetSocketAddress from :
                List.of(new InetSocketAddress("203.0.113.9", 40_001), new InetSocketAddress("2001:db8::9", 5))) {
            byte[] question = StunPacket.filledRequest(ASKED, StunAnswer.MAX_BYTES);

            byte[] answer = StunAnswer.to(question, question.length, from);

            assertNotNull(answer);
            StunPacket read = StunPacket.read(answer, answer.length);
            assertNotNull(read);
            assertEquals(from, read.mapped());
            assertEquals(ASKED, read.transaction());
            assertTrue(read.response());
            assertTrue(answer.length <= question.length);
        }
    }

    @Test
    void noAnswerIsLongerThanItsQuestion() {
        var from = new InetSocketAddress("203.0.113.9", 40_001);
        byte[] shortest = StunPacket.bindingRequest(ASKED);

        assertNull(StunAnswer.to(shortest, shortest.length, from));
        for (int bytes = 28; bytes < 60; bytes += 4) {
            byte[] question = StunPacket.filledRequest(ASKED, bytes);
            byte[] answer = StunAnswer.to(question, question.length, from);
            assertEquals(bytes >= 32, answer != null, "asked with " + bytes);
        }
    }

    @Test
    void answersAndOtherMethodsGetNone() {
        var from = new InetSocketAddress("203.0.113.9", 40_001);
        byte[] question = StunPacket.filledRequest(ASKED, StunAnswer.MAX_BYTES);
        byte[] answer = StunAnswer.to(question, question.length, from);
        assertNotNull(answer);

        assertNull(StunAnswer.to(answer, answer.length, from)); // two servers never talk to each other
        byte[] allocate = question.clone();
        allocate[1] = 3;
        assertNull(StunAnswer.to(allocate, allocate.length, from));
        assertNull(StunAnswer.to(question, question.length - 1, from));
        assertNull(StunAnswer.to(new byte[0], 0, from));
    }
}
