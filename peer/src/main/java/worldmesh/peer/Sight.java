package worldmesh.peer;

import java.util.List;
import worldmesh.peer.core.Attention;
import worldmesh.peer.core.FarSector;
import worldmesh.peer.core.InterestDesk;
import worldmesh.world.sector.Interest;

/** Which sectors a player hears about, at first all of them, and how closely. On the session's thread. */
public final class Sight {
    private final Session session;

    Sight(Session session) {
        this.session = session;
    }

    private InterestDesk desk() {
        return session.checkedCore().subscriptions().interests();
    }

    /**
     * Hears about these sectors alone from now on, and summaries of their far cells. Right after joining, before the
     * first update, else everything comes first; later to look elsewhere. What was heard of other sectors stays as it
     * was then, and so does what went there: {@link Entity#sector} tells where it is. Who hears less than everything
     * has no part in the authority of a party.
     *
     * @throws IllegalStateException if this peer has a part in it already
     */
    public void want(Interest interest) {
        desk().want(interest);
    }

    /**
     * Gives more or less for the game from now on: {@link Attention#SCREEN_OFF} when a telephone is put away, what it
     * was before when it is taken out again. Nothing is lost meanwhile but motion, which comes to where it settled.
     *
     * @throws IllegalStateException if this peer has a part in the authority of its party, and is to fall silent
     */
    public void attend(Attention attention) {
        session.checkedCore().subscriptions().attention().attend(attention);
    }

    /** What is given. */
    public Attention attention() {
        return session.checkedCore().subscriptions().attention().attention();
    }

    /** What is wanted. */
    public Interest interest() {
        return desk().interest();
    }

    /** What is known of far cells, finer ones first: summaries that another peer made and signed. */
    public List<FarSector> far() {
        return desk().far();
    }
}
