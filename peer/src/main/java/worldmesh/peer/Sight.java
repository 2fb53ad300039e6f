package worldmesh.peer;

import java.util.List;
import worldmesh.peer.core.FarSector;
import worldmesh.peer.core.InterestDesk;
import worldmesh.world.sector.Interest;

/** Which sectors a player hears about; at first all of them. On the session's thread. */
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

    /** What is wanted. */
    public Interest interest() {
        return desk().interest();
    }

    /** What is known of far cells, finer ones first: summaries that another peer made and signed. */
    public List<FarSector> far() {
        return desk().far();
    }
}
