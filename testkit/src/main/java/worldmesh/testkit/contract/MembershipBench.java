package worldmesh.testkit.contract;

import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import worldmesh.mesh.membership.Membership;
import worldmesh.mesh.membership.MembershipEvent;

/** Peers with links to each other and a membership each, and the means to part, stall and kill them. */
public interface MembershipBench extends AutoCloseable {
    /** Adds peers whose memberships have admitted each other and all that were there; they have not joined. */
    void add(int count);

    /** The membership of the peer with this number, counted from 0. */
    Membership member(int number);

    /** How many peers were ever added. */
    int size();

    /** All that the membership of the peer has reported so far, since it last began to join. */
    List<MembershipEvent> events(int number);

    /** True if nobody is ever late here, since time stands still while somebody works. */
    boolean isPunctual();

    /** From now on these peers reach only each other, and the others only the others. */
    void part(Set<Integer> side);

    /** All reach all again. */
    void heal();

    /** The peer stands still until {@link #resume}, as under SIGSTOP; it is not drained meanwhile. */
    void stall(int number);

    /** The peer goes on. */
    void resume(int number);

    /** The peer dies without a word. */
    void crash(int number);

    /** A peer that crashed comes back with the same key and a fresh membership that has joined nothing. */
    void restart(int number);

    /** Waits until {@code condition} holds, at most {@code millis}; answers how long that took, -1 if in vain. */
    long await(BooleanSupplier condition, long millis);

    @Override
    void close();
}
