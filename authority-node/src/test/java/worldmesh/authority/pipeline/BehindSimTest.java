package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage.Prepare;
import worldmesh.authority.pipeline.Mines.Lay;
import worldmesh.authority.pipeline.PartyBench.Peer;

/** Whose inbox is behind waits with what it would say about silence. */
class BehindSimTest {
    @Test
    void whoHasNotReadTheAnswersYetDoesNotRepeatTheQuestionUntilASecondIsOver() {
        PartyBench bench = new PartyBench(7, 3, PartySettings.DEFAULT);
        List<Peer> peers = bench.peers;
        peers.forEach(Peer::start);
        bench.view(peers.toArray(new Peer[0]));
        bench.run(3_000);
        Peer holder = peers.get(0);
        int[] proposals = {0};
        holder.tongue = message -> {
            proposals[0] += PartyCodec.decode(message) instanceof Prepare ? 1 : 0;
            return message;
        };

        peers.subList(1, 3).forEach(Peer::kill);
        holder.submit(new Lay(1));
        runBehind(holder, bench, 900);
        int before = proposals[0];
        runBehind(holder, bench, 300);

        assertEquals(2, before, "each is asked once");
        assertTrue(proposals[0] > before, "a second is over");
    }

    private static void runBehind(Peer peer, PartyBench bench, int millis) {
        for (int i = 0; i < millis; i++) {
            peer.pipeline().onBehind();
            bench.run(1);
        }
    }
}
