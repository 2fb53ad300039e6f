package worldmesh.simulation.node;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.core.CommandListener;
import worldmesh.peer.core.LocalWorld;
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
        if (process != null) {
            return;
        }
        incarnation++;
        var started = new SimProcess(machine, around, incarnation);
        RandomGenerator dice = around.random(machine.index(), incarnation, PLAYER);
        process = started;
        player = new Player(started.world(), command -> started.submit(command, DEAF), dice, machine.index() == 0);
        cheat = machine.index() == 1 ? new Cheat(started, machine.signer(), dice) : null;
        scheduleTurn(started);
    }

    private void scheduleTurn(SimProcess turning) {
        long nanos = (playing ? TURN_NANOS : QUIET_TURN_NANOS) + pace.nextLong(TURN_JITTER_NANOS);
        around.scheduler().after(nanos, () -> {
            if (process == turning) {
                turn(turning);
            }
        });
    }

    private void turn(SimProcess running) {
        if (running.halted()) {
            crash(REPAIR_NANOS);
            return;
        }
        if (playing && player != null && running.world().manifest() != null) {
            player.act();
        }
        if (playing && cheat != null && running.world().manifest() != null) {
            cheat.act();
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

    /** The power fails; the machine starts again after {@code downNanos}. */
    public void crash(long downNanos) {
        SimProcess dying = process;
        if (dying == null) {
            return;
        }
        process = null;
        player = null;
        cheat = null;
        dying.kill();
        machine.disk().crash();
        around.scheduler().after(downNanos, this::start);
    }

    /** From now on the player only watches. */
    public void stopPlaying() {
        playing = false;
    }

    /** True while the program runs. */
    public boolean running() {
        return process != null;
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
        SimProcess ending = process;
        if (ending != null) {
            ending.close();
            process = null;
        }
        return machine.disk().open(Runnable::run);
    }
}
