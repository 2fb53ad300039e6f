package worldmesh.peer.core;

import org.jspecify.annotations.Nullable;
import worldmesh.world.command.Receipt;

/** Hears the outcome of one command, inside {@code update}. */
public interface CommandListener {
    /** Hears nothing: for commands taken up from an earlier session. */
    CommandListener NONE = new CommandListener() {
        @Override
        public void accepted(Receipt receipt) {}

        @Override
        public void rejected(String reason, @Nullable Receipt receipt) {}
    };

    /** It is durable; the receipt was verified and kept. */
    void accepted(Receipt receipt);

    /** It was rejected by the authority, or never sent. The receipt, if there is one, proves it. */
    void rejected(String reason, @Nullable Receipt receipt);

    /** The party has no majority: the command is kept and stays pending until it has. */
    default void provisional() {}
}
