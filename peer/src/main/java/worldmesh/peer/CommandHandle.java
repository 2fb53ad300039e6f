package worldmesh.peer;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.core.CommandListener;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;

/** A command on its way. Its outcome comes inside {@code update}. */
public final class CommandHandle {
    private final Record command;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private @Nullable CommandId id;

    CommandHandle(Record command) {
        this.command = command;
    }

    /** The command. */
    public Record command() {
        return command;
    }

    /** Its name for ever; the same for every retry. */
    public CommandId id() {
        if (id == null) {
            throw new IllegalStateException("the command has no id before it is submitted");
        }
        return id;
    }

    /** Completed inside {@code update} with the authority's answer; never exceptionally. */
    public CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** True while it is not answered. */
    public boolean isPending() {
        return !outcome.isDone();
    }

    void named(CommandId commandId) {
        id = commandId;
    }

    CommandListener listener() {
        return new CommandListener() {
            @Override
            public void accepted(Receipt receipt) {
                outcome.complete(new Outcome(true, "", receipt));
            }

            @Override
            public void rejected(String reason, @Nullable Receipt receipt) {
                outcome.complete(new Outcome(false, reason, receipt));
            }
        };
    }

    /**
     * The authority's answer.
     *
     * @param accepted true if the command is durable
     * @param reason why it was rejected, else empty
     * @param receipt the verified proof; always there if accepted
     */
    public record Outcome(
            boolean accepted, String reason, @Nullable Receipt receipt) {}
}
