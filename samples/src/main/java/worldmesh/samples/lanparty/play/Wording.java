package worldmesh.samples.lanparty.play;

import java.util.Locale;
import worldmesh.samples.lanparty.model.Accept;
import worldmesh.samples.lanparty.model.Chop;
import worldmesh.samples.lanparty.model.Gift;
import worldmesh.samples.lanparty.model.Mine;
import worldmesh.samples.lanparty.model.Offer;
import worldmesh.samples.lanparty.model.Punch;
import worldmesh.samples.lanparty.model.Rest;
import worldmesh.samples.lanparty.model.Withdraw;

/** Says what a command is, in the words of a player. Stateless. */
final class Wording {
    private Wording() {}

    static String of(Record command) {
        if (command instanceof Gift gift) {
            return "give " + gift.asset().amount(gift.amount());
        } else if (command instanceof Offer offer) {
            return "offer " + offer.give().amount(offer.giveAmount()) + " for "
                    + offer.want().amount(offer.wantAmount());
        } else if (command instanceof Mine) {
            return "mine gold";
        } else if (command instanceof Chop) {
            return "chop wood";
        } else if (command instanceof Punch) {
            return "punch";
        } else if (command instanceof Accept) {
            return "accept an offer";
        } else if (command instanceof Withdraw) {
            return "take an offer back";
        } else if (command instanceof Rest) {
            return "rest";
        }
        return command.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
