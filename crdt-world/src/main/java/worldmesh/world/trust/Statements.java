package worldmesh.world.trust;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;

/**
 * The statements about who may come in that a replica knows. Every author has numbered places for its own, and of two
 * statements for one place that with the smaller id stays: so the table is bounded, and is the same in whatever order
 * they came. Not thread-safe.
 */
final class Statements {
    /** Places that members share for whom no quorum has voted yet: guests of guests fill no more. */
    static final int SHARED_MAX = 4 * Admittance.SERIALS_MAX;

    private final PeerId root;
    private final Map<Place, Admittance> admittances = new TreeMap<>();
    private final Map<Place, Withdrawal> withdrawals = new TreeMap<>();
    private final Map<Place, Ruling> rulings = new TreeMap<>();
    private final Set<PeerId> admitted = new HashSet<>(); // asked only
    private int shared;

    /** An author, a peer or a grant by its id, and one of its places. */
    private record Place(ProofId author, long number) implements Comparable<Place> {
        static Place of(PublicKey author, long number) {
            return new Place(ProofId.of(author.bytes()), number);
        }

        @Override
        public int compareTo(Place other) {
            int order = author.compareTo(other.author);
            return order != 0 ? order : Long.compare(number, other.number);
        }
    }

    Statements(PublicKey root) {
        this.root = root.peer();
    }

    /** True if an admittance names the peer; whether that counts is asked elsewhere. */
    boolean names(PeerId peer) {
        return admitted.contains(peer);
    }

    /** Takes a statement whose signature holds; false if its place is another's, out of range or not to be had. */
    boolean add(Admittance statement, boolean voted) {
        boolean founder = statement.issuer().peer().equals(root);
        Place place = Place.of(statement.issuer(), statement.serial());
        boolean fresh = !admittances.containsKey(place);
        boolean guest = !founder && !voted;
        boolean room = founder || statement.serial() < Admittance.SERIALS_MAX;
        if (!room || (guest && fresh && shared >= SHARED_MAX) || !put(admittances, place, statement)) {
            return false;
        }
        shared += guest && fresh ? 1 : 0;
        admitted.add(statement.newcomer());
        return true;
    }

    boolean add(Withdrawal statement) {
        boolean inRange = statement.issuer().peer().equals(root) || statement.serial() < Withdrawal.SERIALS_MAX;
        return inRange && put(withdrawals, Place.of(statement.issuer(), statement.serial()), statement);
    }

    boolean add(Ruling statement) {
        return put(rulings, new Place(statement.grant(), statement.index()), statement);
    }

    private static <T extends Proof> boolean put(Map<Place, T> table, Place place, T statement) {
        T there = table.get(place);
        boolean first = there == null || statement.id().compareTo(there.id()) < 0;
        if (first) {
            table.put(place, statement);
        }
        return first;
    }

    Collection<Admittance> admittances() {
        return List.copyOf(admittances.values());
    }

    Collection<Withdrawal> withdrawals() {
        return List.copyOf(withdrawals.values());
    }

    Collection<Ruling> rulings() {
        return List.copyOf(rulings.values());
    }
}
