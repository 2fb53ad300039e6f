package worldmesh.simulation.node;

import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.core.CommandListener;
import worldmesh.peer.core.LocalWorld;
import worldmesh.peer.core.SessionStats;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.simulation.game.Player;
import worldmesh.world.command.Receipt;

/** A machine with its player: runs the program, crashes, starts again, plays. One thread. */
public final class SimNode {
    private static final int PLAYER = 4;
    private static final int PACE = 5;
    private static final long MILLI = 1_000_000;

    /** Twenty turns a second, not in step with each other. */
    private static final long TURN_NANOS = 40 * MILLI;

    private static final long TURN_JITTER_NANOS = 20 * MILLI;

    /** A program whose player only watches need not hurry. */
    private static final long QUIET_TURN_NANOS = 120 * MILLI;

    /** A disk that failed is replaced and the program started again after this. */
    private static final long REPAIR_NANOS = 500 * MILLI;

    private static final CommandListener DEAF = new CommandListener() {
        @Override
        public void accepted(Receipt receipt) {}

        @Override
        public void rejected(String reason, @Nullable Receipt receipt) {}
    };

    private final Machine machine;
    private final Surroundings around;
    private final SplittableRandom pace;
    private @Nullable SimProcess process;
    private @Nullable Player player;
    private @Nullable Cheat cheat;
    private boolean playing = true;
    private int incarnation;
    private long turns;
    private boolean stalled;
    private boolean out;
    private boolean cheating;
    private boolean impersonating;
    private boolean forging;
    private boolean lying;

    /** A machine that is switched off. */
    public SimNode(Machine machine, Surroundings around) {
        this.machine = machine;
        this.around = around;
        this.pace = around.random(machine.index(), 0, PACE);
    }

    /** The machine. */
    public Machine machine() {
        return machine;
    }

    /** Starts the program. */
    public void start() {
        if (process != null || out) {
            return;
        }
        incarnation++;
        var program = new Program(() -> cheating && holds(), impersonating, forging, lying, Program.OFTEN);
        var started = new SimProcess(machine, around, incarnation, program);
        RandomGenerator dice = around.random(machine.index(), incarnation, PLAYER);
        process = started;
        player = new Player(started.world(), command -> started.submit(command, DEAF), dice, machine.index() == 0);
        cheat = machine.index() == 1 ? new Cheat(started, machine.signer(), dice) : null;
        scheduleTurn(started);
    }

    private void scheduleTurn(SimProcess turning) {
        long nanos = (playing ? TURN_NANOS : QUIET_TURN_NANOS) + pace.nextLong(TURN_JITTER_NANOS);
        around.scheduler().after(nanos, () -> {
            if (process == turning && stalled) {
                scheduleTurn(turning);
            } else if (process == turning) {
                turn(turning);
            }
        });
    }

    private void turn(SimProcess running) {
        if (running.halted()) {
            crash(REPAIR_NANOS);
            return;
        }
        turns++;
        if (playing && running.world().manifest() != null && turns % around.turnsPerAct() == 0) {
            act();
        }
        try {
            running.turn();
        } catch (IllegalStateException e) {
            if (!running.halted()) {
                throw e;
            }
            // The disk failed in the middle of the turn; the next one ends the program.
        }
        scheduleTurn(running);
    }

    private void act() {
        if (player != null) {
            player.act();
        }
        if (cheat != null) {
            cheat.act();
        }
    }

    /** The power fails; the machine starts again after {@code downNanos}. */
    public void crash(long downNanos) {
        SimProcess dying = process;
        if (dying == null) {
            return;
        }
        gone();
        dying.kill();
        machine.disk().crash();
        around.scheduler().after(downNanos, this::start);
    }

    private void gone() {
        process = null;
        player = null;
        cheat = null;
        stalled = false;
    }

    /** The program stands still for so long. */
    public void stall(long nanos) {
        SimProcess standing = process;
        if (standing == null || stalled) {
            return;
        }
        stalled = true;
        standing.stall();
        around.scheduler().after(nanos, () -> {
            if (process == standing) {
                resume();
            }
        });
    }

    /** A program that stands still goes on. */
    public void resume() {
        SimProcess standing = process;
        if (standing != null && stalled) {
            stalled = false;
            standing.resume();
        }
    }

    /** The player leaves in good order and comes back after {@code awayNanos}. */
    public void leave(long awayNanos) {
        if (process != null && !stalled && !process.halted()) {
            close();
            around.scheduler().after(awayNanos, this::start);
        }
    }

    /** The player leaves for good; what it stored counts, what it sees does not any more. */
    public void retire() {
        out = true;
        if (process != null) {
            crash(0);
        }
    }

    private void close() {
        SimProcess ending = process;
        if (ending != null) {
            gone();
            ending.close();
        }
    }

    /** Who must stay out, as this player's peer knows; empty while it is down. */
    public Set<PeerId> barred() {
        return process == null
                ? Set.of()
                : process.session().door().view().barred().keySet();
    }

    /** Throws a player out, if this one holds the role. */
    public void ban(PeerId player) {
        if (process != null) {
            process.session().ban(player);
        }
    }

    /** The player chooses to go on without a majority. */
    public void adopt() {
        if (process != null && process.session().party().status() != null) {
            process.session().party().adopt();
        }
    }

    /** From now on its authority cheats whenever it holds the role. */
    public void cheat() {
        cheating = true;
    }

    /** From its next start on it cheats by commands in the names of others, in place of gold out of nothing. */
    public void impersonate() {
        impersonating = true;
    }

    /** From now on the player only watches. */
    public void stopPlaying() {
        playing = false;
    }

    /** From its next start on it damages states that it sends to newcomers. */
    public void forge() {
        forging = true;
    }

    /** From its next start on it signs states of its own making, once a majority could tell them from the log's. */
    public void lie() {
        lying = true;
    }

    /** True if the player left for good. */
    public boolean out() {
        return out;
    }

    /** True while the program stands still. */
    public boolean stalled() {
        return stalled;
    }

    /** Who holds what as the program sees it; null while it does not run or takes no part. */
    public @Nullable AuthorityStatus authorityStatus() {
        SimProcess running = process;
        return running == null ? null : running.session().party().status();
    }

    /** True if the program holds the authority, as far as it knows. */
    public boolean holds() {
        AuthorityStatus status = authorityStatus();
        return status != null
                && status.role() == AuthorityStatus.Role.HOLDER
                && Objects.equals(machine.signer().peer(), status.holder());
    }

    /** True while the program runs. */
    public boolean running() {
        return process != null;
    }

    /** What its session counted since it started, null while it does not run. */
    public @Nullable SessionStats stats() {
        SimProcess running = process;
        return running == null ? null : running.session().stats();
    }

    /** The world as the running program sees it, null while it does not run or knows none. */
    public @Nullable LocalWorld world() {
        SimProcess running = process;
        return running == null || running.world().manifest() == null ? null : running.world();
    }

    /** Commands without an answer. */
    public int unanswered() {
        SimProcess running = process;
        return running == null ? 0 : running.session().unansweredCommands();
    }

    /** Ends the program properly and opens its journal for reading. */
    public DeltaJournal stop() {
        close();
        return machine.disk().open(Runnable::run);
    }
}
