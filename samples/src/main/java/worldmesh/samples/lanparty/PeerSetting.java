package worldmesh.samples.lanparty;

import java.util.List;
import worldmesh.samples.lanparty.action.Recording;
import worldmesh.samples.lanparty.play.Audience;
import worldmesh.samples.lanparty.rule.GameRules;
import worldmesh.world.rule.RuleBook;

/**
 * Who watches a peer, and what it replays.
 *
 * @param recorded the steps of a recorded party, empty for none
 * @param milestones hears how the peer gets on
 * @param audience hears what the player is told
 * @param entering runs when the world is open and the session is about to be
 * @param rules what commands are judged by; the game's own but for a cheater
 */
public record PeerSetting(
        List<Recording.Step> recorded, Milestones milestones, Audience audience, Runnable entering, RuleBook rules) {
    /** A peer that enters at once. */
    public PeerSetting(List<Recording.Step> recorded, Milestones milestones, Audience audience) {
        this(recorded, milestones, audience, () -> {}, GameRules.book());
    }

    /** Copies the steps. */
    public PeerSetting {
        recorded = List.copyOf(recorded);
    }
}
