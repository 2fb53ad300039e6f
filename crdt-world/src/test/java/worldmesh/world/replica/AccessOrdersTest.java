package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.access.Access;
import worldmesh.world.access.Standing;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofBook;
import worldmesh.world.trust.Ruling;
import worldmesh.world.trust.Ruling.Verb;

/**
 * Revocation concurrent with use, by enumeration: four nodes do six things in every order, and after each it is heard
 * by all or by nobody until the end. Whatever was said in any of these histories is then learned in every order, and
 * has one verdict.
 */
@NullUnmarked // an unexpected null fails the test anyway
class AccessOrdersTest {
    private static final int NEWCOMER = 3;
    private static final int LATECOMER = 4;
    private static final Hash INVITATION = AccessScene.invitation(1);
    private static final int NODES = 4;
    private static final int FOUNDER = 0;
    private static final int ISSUER = 1;
    private static final int NEXT_HOLDER = 2;
    private static final int GUEST = 3;

    /** What the nodes may do; the guest's node says nothing, it comes back to member 2 and is judged there. */
    private enum Deed {
        INVITE,
        REDEEM,
        REDEEM_AGAIN,
        REVOKE,
        REVOKE_BY_HOST,
        BAN,
        UNBAN,
        BAN_ISSUER,
        UNBAN_BY_NEXT,
        LOCK,
        REJOIN
    }

    private final AccessScene scene = new AccessScene();
    private final List<Proof> said = new ArrayList<>();
    private final Map<Object, Integer> numbers = new HashMap<>(); // looked up only
    private final Map<Long, Verdict> verdicts = new HashMap<>(); // looked up only
    private final Map<Long, History> histories = new TreeMap<>();

    private record Verdict(
            Standing newcomer, Standing latecomer, Standing issuer, boolean locked, boolean withdrawn, long uses) {}

    /** How a history ended. */
    private record History(long all, List<Deed> deeds, boolean invited) {}

    private Verdict judge(ProofBook book) {
        Access access = Access.of(scene.world.manifest, book);
        return new Verdict(
                access.standing(scene.peer(NEWCOMER)),
                access.standing(scene.peer(LATECOMER)),
                access.standing(scene.peer(1)),
                access.lock() != null,
                access.isWithdrawn(scene.peer(1), INVITATION),
                access.uses(scene.peer(1), INVITATION));
    }

    private Verdict judge(long known) {
        return verdicts.computeIfAbsent(known, mask -> {
            ProofBook book = scene.book();
            proofs(mask).forEach(book::learn);
            return judge(book);
        });
    }

    private List<Proof> proofs(long mask) {
        List<Proof> proofs = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            if ((mask >> i & 1) == 1) {
                proofs.add(said.get(i));
            }
        }
        return proofs;
    }

    /** One run: what each node knows, as bits of what was ever said. */
    private final class Run {
        private final long[] known = new long[NODES];
        private final long[] rulings = new long[2];
        private final List<Deed> done = new ArrayList<>();
        private boolean invited;
        private boolean taken;

        void perform(Deed deed, boolean heard) {
            int actor = switch (deed) {
                case INVITE, REDEEM, REDEEM_AGAIN, REVOKE -> ISSUER;
                case REVOKE_BY_HOST, BAN, UNBAN, BAN_ISSUER, LOCK -> FOUNDER;
                case UNBAN_BY_NEXT -> NEXT_HOLDER;
                case REJOIN -> GUEST;
            };
            Proof statement = statement(deed, judge(known[actor]));
            done.add(deed);
            if (statement != null) {
                known[actor] |= 1L << number(statement);
            }
            if (heard) {
                for (int node = 0; node < NODES; node++) {
                    known[node] |= known[actor];
                }
            }
        }

        private Proof statement(Deed deed, Verdict seen) {
            return switch (deed) {
                case INVITE -> {
                    invited = true;
                    yield null;
                }
                case REDEEM -> redeem(NEWCOMER, seen.newcomer(), seen);
                case REDEEM_AGAIN -> redeem(LATECOMER, seen.latecomer(), seen);
                case REVOKE -> invited ? scene.withdraw(1, 1, seen.uses()) : null;
                case REVOKE_BY_HOST -> rule(FOUNDER, Ruling.Order.withdraw(INVITATION, seen.uses()));
                case BAN -> rule(FOUNDER, scene.order(Verb.BAN, NEWCOMER));
                case UNBAN -> rule(FOUNDER, scene.order(Verb.PARDON, NEWCOMER));
                case BAN_ISSUER -> rule(FOUNDER, scene.order(Verb.BAN, 1));
                case UNBAN_BY_NEXT -> rule(1, scene.order(Verb.PARDON, NEWCOMER));
                case LOCK -> rule(FOUNDER, Ruling.Order.party(Verb.LOCK, ""));
                case REJOIN -> null;
            };
        }

        /** The issuer of a single-use invitation looks at what it knows, and redeems it once. */
        private Proof redeem(int who, Standing standing, Verdict seen) {
            boolean open = invited && !taken && !seen.withdrawn() && !seen.locked();
            if (!open || standing != Standing.STRANGER) {
                return null;
            }
            taken = true;
            return scene.admit(1, who, 0, new Admittance.Pass(INVITATION, 0));
        }

        private Proof rule(int tenure, Ruling.Order order) {
            return scene.rule(tenure == FOUNDER ? scene.first : scene.second, rulings[tenure]++, order);
        }
    }

    private int number(Proof statement) {
        return numbers.computeIfAbsent(statement.id(), id -> {
            said.add(statement);
            return said.size() - 1;
        });
    }

    /** Every order of the deeds, and in each every choice of who hears of them at once. */
    private void enumerate(List<Deed> deeds, List<Deed> order) {
        if (deeds.isEmpty()) {
            for (int heard = 0; heard < 1 << order.size(); heard++) {
                Run run = new Run();
                for (int i = 0; i < order.size(); i++) {
                    run.perform(order.get(i), (heard >> i & 1) == 1);
                }
                long all = run.known[0] | run.known[1] | run.known[2] | run.known[3];
                check(run, judge(all));
                histories.putIfAbsent(all, new History(all, List.copyOf(order), run.invited));
            }
            return;
        }
        for (Deed next : deeds) {
            List<Deed> rest = new ArrayList<>(deeds);
            rest.remove(next);
            List<Deed> longer = new ArrayList<>(order);
            longer.add(next);
            enumerate(rest, longer);
        }
    }

    /** What must hold at the end of every history. */
    private static void check(Run run, Verdict verdict) {
        List<Deed> done = run.done;
        String history = done.toString();
        boolean pardoned = done.contains(Deed.UNBAN_BY_NEXT)
                || (done.contains(Deed.UNBAN) && done.indexOf(Deed.UNBAN) > done.indexOf(Deed.BAN));
        boolean banned = done.contains(Deed.BAN) && !pardoned;
        assertEquals(banned, verdict.newcomer() == Standing.BARRED, history);
        boolean both = verdict.newcomer() == Standing.MEMBER && verdict.latecomer() == Standing.MEMBER;
        assertTrue(!both, history);
        boolean revokedFirst = done.contains(Deed.REVOKE)
                && done.indexOf(Deed.INVITE) < done.indexOf(Deed.REVOKE)
                && done.indexOf(Deed.REVOKE) < Math.min(place(done, Deed.REDEEM), place(done, Deed.REDEEM_AGAIN));
        boolean issuerOut = done.contains(Deed.BAN_ISSUER);
        if (revokedFirst || issuerOut) {
            assertTrue(verdict.newcomer() != Standing.MEMBER && verdict.latecomer() != Standing.MEMBER, history);
        }
    }

    private static int place(List<Deed> done, Deed deed) {
        int index = done.indexOf(deed);
        return index < 0 ? Integer.MAX_VALUE : index;
    }

    private void checkAllOrders() {
        for (History history : histories.values()) {
            permute(proofs(history.all()), new ArrayList<>(), judge(history.all()));
        }
    }

    private void permute(List<Proof> left, List<Proof> order, Verdict expected) {
        if (left.isEmpty()) {
            ProofBook book = scene.book();
            order.forEach(book::learn);
            assertEquals(expected, judge(book));
            return;
        }
        for (Proof next : left) {
            List<Proof> rest = new ArrayList<>(left);
            rest.remove(next);
            List<Proof> longer = new ArrayList<>(order);
            longer.add(next);
            permute(rest, longer, expected);
        }
    }

    private void verdictIsOneFor(Deed... deeds) {
        enumerate(List.of(deeds), List.of());
        checkAllOrders();
        assertTrue(histories.size() > 1, "the orders made no difference at all");
    }

    @Test
    void inviteRedeemTwiceRevokeBanAndRejoinHaveOneVerdictInEveryOrder() {
        verdictIsOneFor(Deed.INVITE, Deed.REDEEM, Deed.REDEEM_AGAIN, Deed.REVOKE, Deed.BAN, Deed.REJOIN);
    }

    @Test
    void inviteRedeemBanUnbanRevokeByTheHostAndRejoinHaveOneVerdictInEveryOrder() {
        verdictIsOneFor(Deed.INVITE, Deed.REDEEM, Deed.REVOKE_BY_HOST, Deed.BAN, Deed.UNBAN, Deed.REJOIN);
    }

    @Test
    void banningWhoVouchesHasOneVerdictInEveryOrder() {
        verdictIsOneFor(Deed.INVITE, Deed.REDEEM, Deed.REDEEM_AGAIN, Deed.BAN_ISSUER, Deed.REVOKE, Deed.LOCK);
    }

    @Test
    void wordsOfTwoHoldersHaveOneVerdictInEveryOrder() {
        verdictIsOneFor(Deed.INVITE, Deed.REDEEM, Deed.BAN, Deed.UNBAN_BY_NEXT, Deed.LOCK, Deed.REVOKE_BY_HOST);
    }
}
