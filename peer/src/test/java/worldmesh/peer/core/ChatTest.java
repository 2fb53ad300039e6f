package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.peer.chat.ChatLine;
import worldmesh.peer.event.MessageEvent;
import worldmesh.peer.event.NoticeEvent;

class ChatTest {
    private static List<String> heard(Node node) {
        return node.heard(MessageEvent.class).stream().map(MessageEvent::text).toList();
    }

    @Test
    void everybodyHearsALineOnceWithItsAuthor() {
        Party party = Party.ofThree();
        party.nodes.get(1).session.say("  hello  ");
        party.run(200);

        for (Node node : party.nodes) {
            assertEquals(List.of("hello"), heard(node));
            assertEquals("bob", node.heard(MessageEvent.class).get(0).authorName());
        }
    }

    @Test
    void anAnswerIsNeverHeardBeforeWhatItAnswers() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        Node bob = party.nodes.get(1);
        Node eve = party.nodes.get(2);
        party.net.cut(ann.mesh, eve.mesh);
        ann.session.say("question");
        party.run(20);
        party.net.cut(bob.mesh, ann.mesh);
        bob.session.say("answer");
        party.run(400);

        assertEquals(List.of("question", "answer"), heard(eve));
    }

    @Test
    void aLateJoinerGetsTheHistoryInItsOrder() {
        Party party = Party.ofThree();
        for (int i = 0; i < 30; i++) {
            party.nodes.get(i % 3).session.say("line " + i);
            party.run(50);
        }
        Node late = party.node("dan").join(party.nodes.get(0));
        party.run(500);

        assertEquals(30, late.session.chatHistory().size());
        assertEquals(
                party.nodes.get(0).session.chatHistory().stream()
                        .map(ChatLine::text)
                        .toList(),
                late.session.chatHistory().stream().map(ChatLine::text).toList());
        assertEquals(30, heard(late).size());
    }

    @Test
    void theHistoryIsBounded() {
        Party party = Party.ofThree();
        for (int i = 0; i < 250; i++) {
            party.nodes.get(0).session.say("line " + i);
            party.run(100);
        }

        List<ChatLine> history = party.nodes.get(2).session.chatHistory();
        assertEquals(200, history.size());
        assertEquals("line 249", history.get(199).text());
    }

    @Test
    void emptyAndEndlessLinesAreRefused() {
        Party party = Party.ofThree();

        assertThrows(
                IllegalArgumentException.class, () -> party.nodes.get(0).session.say("   "));
        assertThrows(
                IllegalArgumentException.class, () -> party.nodes.get(0).session.say("x".repeat(1_025)));
    }

    @Test
    void presenceIsSeenByAllAndEndsWithTheLink() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        Node bob = party.nodes.get(1);
        bob.session.show("cursor", "3,4");
        party.run(100);
        Node late = party.node("dan").join(ann);
        party.run(500);

        assertTrue(late.session.peers().stream()
                .anyMatch(
                        p -> p.name().equals("bob") && "3,4".equals(p.presence().get("cursor"))));
        bob.session.close();
        party.run(100);
        assertTrue(late.session.peers().stream().noneMatch(p -> p.name().equals("bob")));
    }

    @Test
    void noticesComeFromTheHostAlone() {
        Party party = Party.ofThree();
        party.nodes.get(0).session.notice("maintenance in 10 min");
        party.run(100);

        assertEquals(1, party.nodes.get(2).heard(NoticeEvent.class).size());
        assertThrows(
                IllegalStateException.class, () -> party.nodes.get(1).session.notice("free gold"));
    }
}
