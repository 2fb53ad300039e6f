package worldmesh.samples.lanparty.page;

import java.net.InetSocketAddress;
import worldmesh.runtime.net.HostPort;

/** The page cannot be served where it was asked for; the message names the place and the way out. */
public final class PageUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PageUnavailableException(InetSocketAddress bind, Throwable cause) {
        super(
                "cannot serve the page at " + HostPort.format(bind)
                        + ", another process has this port or the address is not of this machine; choose another with"
                        + " --http, or --http 0 for any free one",
                cause);
    }
}
