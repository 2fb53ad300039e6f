package worldmesh.peer.core;

import org.jspecify.annotations.Nullable;
import worldmesh.world.command.Receipt;

/** Hears the outcome of one command, inside {@code update}. */
public interface CommandListener {
    /** It is durable; the receipt was verified and kept. */
    void accepted(Receipt receipt);

    /** It was rejected by the authority, or never sent. The receipt, if there is one, proves it. */
    void rejected(String reason, @Nullable Receipt receipt);
}
