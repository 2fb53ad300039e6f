package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.runtime.identity.PeerId;

/** What is said a moment before the view shows who says it. */
class EarlyWordsTest {
    private static final PeerId ANN = peer(1);
    private static final PeerId BOB = peer(2);

    private final EarlyWords early = new EarlyWords();

    private static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        id[0] = (byte) number;
        id[1] = (byte) (number >> 8);
        return PeerId.ofBytes(id);
    }

    private void asks(PeerId from, int word, long at) {
        early.add(from, new PartyMessage.Fetch(1, Head.NONE, false), new byte[] {(byte) word}, at);
    }

    @Test
    void saysTheLastOfEachKindOnceTheViewShowsWhoSaidIt() {
        asks(ANN, 1, 0);
        asks(BOB, 2, 10);
        asks(ANN, 3, 20);

        List<EarlyWords.Word> due = early.take(List.of(ANN), 30);

        assertEquals(1, due.size());
        assertArrayEquals(new byte[] {3}, due.get(0).bytes());
        assertEquals(List.of(), early.take(List.of(ANN), 40));
        assertEquals(BOB, early.take(List.of(ANN, BOB), 50).get(0).from());
    }

    @Test
    void forgetsWhatIsOld() {
        asks(ANN, 1, 0);

        assertEquals(List.of(), early.take(List.of(ANN), EarlyWords.KEPT_NANOS + 1));
    }

    @Test
    void keepsNothingElseAndNothingLong() {
        early.add(ANN, new PartyMessage.Leave(1), new byte[1], 0);
        early.add(ANN, new PartyMessage.Fetch(1, Head.NONE, false), new byte[EarlyWords.WORD_BYTES_MAX + 1], 0);

        assertEquals(List.of(), early.take(List.of(ANN), 1));
    }

    @Test
    void theOldestMakesRoom() {
        for (int i = 0; i <= EarlyWords.WORDS_MAX; i++) {
            asks(peer(100 + i), i, i);
        }

        List<EarlyWords.Word> due =
                early.take(List.of(peer(100), peer(101), peer(100 + EarlyWords.WORDS_MAX)), EarlyWords.WORDS_MAX);

        assertEquals(
                List.of(peer(101), peer(100 + EarlyWords.WORDS_MAX)),
                due.stream().map(EarlyWords.Word::from).toList());
    }
}
