package worldmesh.samples.lanparty.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.peer.port.AuthorityStatus.Role;
import worldmesh.runtime.identity.PeerId;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Gift;
import worldmesh.samples.lanparty.model.Mine;
import worldmesh.samples.lanparty.page.FrameLines;
import worldmesh.world.command.CommandId;
import worldmesh.world.entity.EntityId;

class StandingTest {
    private static final PeerId ANN = PeerId.ofBytes(new byte[PeerId.BYTES]);
    private static final EntityId VEIN = new EntityId(1, 1);

    private final Standing standing = new Standing();

    private static CommandId id(int sequence) {
        return new CommandId(ANN, 1, sequence);
    }

    private static AuthorityStatus status(Role role) {
        return new AuthorityStatus(role, 4, ANN, List.of(ANN), 9);
    }

    private FrameLines.Standing picture(Role role) {
        return standing.picture(status(role), true);
    }

    @Test
    void everyRoleHasItsWordAndOnlyASideWithoutAMajorityMayGoOnAlone() {
        List<String> words = new ArrayList<>();
        for (Role role : Role.values()) {
            words.add(picture(role).role() + " " + picture(role).adoptable());
        }

        assertEquals(List.of("holder false", "follower false", "newcomer false", "provisional true"), words);
        assertEquals("guest", standing.picture(null, true).role());
        assertEquals("", standing.picture(null, false).role());
    }

    @Test
    void aProvisionalDeedIsListedUntilItIsAnswered() {
        standing.waits(id(1), new Mine(VEIN));
        standing.waits(id(2), new Gift(VEIN, Asset.GOLD, 5));
        assertEquals(
                List.of("mine gold", "give 5 gold"), picture(Role.PROVISIONAL).provisional());

        assertTrue(standing.accepted(id(1)));
        assertTrue(standing.rejected(id(2), "you have 3 gold"));

        assertEquals(List.of(), picture(Role.FOLLOWER).provisional());
        assertEquals(
                List.of("give 5 gold: you have 3 gold"), picture(Role.FOLLOWER).rejected());
    }

    @Test
    void aRejectionThatNeverWaitedIsNoMatterOfTheHeal() {
        assertFalse(standing.rejected(id(1), "too far"));
        assertFalse(standing.accepted(id(2)));

        assertEquals(List.of(), picture(Role.FOLLOWER).rejected());
    }

    @Test
    void theLastNoticesAreKeptWithTheirKind() {
        for (int i = 0; i < 20; i++) {
            standing.happened(AuthorityNotice.Kind.DEPOSED, "no. " + i);
        }

        List<FrameLines.Notice> notices = picture(Role.FOLLOWER).notices();
        assertEquals(8, notices.size());
        assertEquals(new FrameLines.Notice("deposed", "no. 19"), notices.get(7));
    }
}
