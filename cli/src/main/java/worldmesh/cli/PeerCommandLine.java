package worldmesh.cli;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.peer.PeerConfig;
import worldmesh.runtime.config.ConfigLoader;
import worldmesh.samples.lanparty.PeerCommand;
import worldmesh.samples.lanparty.PeerOptions;

/** {@code worldmesh peer}: one player's peer of the lan-party sample, with its page and its commands on stdin. */
@Command(
        name = "peer",
        mixinStandardHelpOptions = true,
        description = "Play the lan-party sample: host a world, or join one on the LAN, at an address or by invitation."
                + " Commands are read from standard input too; 'help' lists them.")
final class PeerCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What others call you.")
    private String name = "";

    @Option(
            names = "--store",
            required = true,
            paramLabel = "DIR",
            description = "Where your key and your copy of the world are kept.")
    private Path store = Path.of("");

    @Option(
            names = "--http",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The port of your page on this machine; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
    private String http = "";

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "The UDP address to be reached at. Default: any free port on all addresses.")
    private @Nullable String listen;

    @Option(names = "--input", paramLabel = "FILE", description = "Replay a recorded party.")
    private @Nullable Path input;

    @Option(names = "--receipts", paramLabel = "FILE", description = "Append the receipts of accepted commands.")
    private @Nullable Path receipts;

    @CommandLine.Mixin
    private ConfigOptions config = new ConfigOptions();

    @ArgGroup(multiplicity = "1")
    private Way way = new Way();

    private static final class Way {
        @Option(
                names = "--host",
                arity = "0..1",
                fallbackValue = "LAN party",
                paramLabel = "WORLD",
                description = "Host the world in the store; a new one is called WORLD (default: LAN party).")
        private @Nullable String host;

        @Option(
                names = "--join-lan",
                description = "Join the world that is announced on the LAN, or found as peer.discovery.kinds says.")
        private boolean lan;

        @Option(
                names = "--join",
                paramLabel = "ADDR|INVITE",
                description = "Join at HOST:PORT, at several of one machine parted by commas, or by a link.")
        private @Nullable String join;
    }

    @Override
    public Integer call() {
        PeerOptions options = Usage.of(spec, this::options);
        return PeerCommand.run(
                options,
                standardInput(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }

    private PeerOptions options() {
        var page = new InetSocketAddress(InetAddress.getLoopbackAddress(), Usage.port("--http", http));
        InetSocketAddress address = listen == null ? null : Usage.address("--listen", listen);
        return new PeerOptions(name, store, page, entry(), address, new PeerOptions.Files(input, receipts), keys());
    }

    private PeerConfig keys() {
        return config.load(ConfigLoader.of(PeerConfig.class), Map.of());
    }

    private PeerOptions.Entry entry() {
        if (way.host != null) {
            return PeerOptions.Entry.host(way.host);
        }
        String target = way.join;
        return way.lan || target == null ? PeerOptions.Entry.joinLan() : PeerOptions.Entry.join(target);
    }

    private static InputStream standardInput() {
        return System.in;
    }
}
