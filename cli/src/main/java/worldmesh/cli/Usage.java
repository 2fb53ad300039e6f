package worldmesh.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import worldmesh.runtime.config.ConfigException;

/** Turns what the options or the keys of a module refuse into wrong usage: exit code 2, the message, the help. */
final class Usage {
    private static final int PORT_MAX = 65_535;

    private Usage() {}

    /** What {@code make} makes, or wrong usage with the reason it gives. */
    static <T> T of(CommandSpec spec, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException | ConfigException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads {@code host:port} or {@code [v6]:port}. */
    static InetSocketAddress address(String option, String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty() || (bare.equals(host) && host.indexOf(':') >= 0)) {
            throw new IllegalArgumentException(
                    option + " is '" + text + "', must be HOST:PORT; for IPv6 [ADDRESS]:PORT, for example [::]:7777");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(bare), port(option, text.substring(colon + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(option + " names the unknown host '" + bare + "'", e);
        }
    }

    /** Reads a port number; 0 asks for any free one. */
    static int port(String option, String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= PORT_MAX) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(option + " has the port '" + text + "', must be within 0.." + PORT_MAX);
    }
}
