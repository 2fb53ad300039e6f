package worldmesh.samples.lanparty;

import java.util.List;
import worldmesh.samples.lanparty.action.Recording;
import worldmesh.samples.lanparty.play.Audience;

/**
 * Who watches a peer, and what it replays.
 *
 * @param recorded the steps of a recorded party, empty for none
 * @param milestones hears how the peer gets on
 * @param audience hears what the player is told
 */
public record PeerSetting(List<Recording.Step> recorded, Milestones milestones, Audience audience) {
    /** Copies the steps. */
    public PeerSetting {
        recorded = List.copyOf(recorded);
    }
}
