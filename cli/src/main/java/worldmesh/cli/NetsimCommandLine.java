package worldmesh.cli;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.runtime.net.HostPort;
import worldmesh.testkit.net.LineProfile;
import worldmesh.testkit.net.LinkCounts;
import worldmesh.testkit.net.LinkShape;
import worldmesh.testkit.net.MobileProfile;
import worldmesh.testkit.netsim.LineProxy;
import worldmesh.testkit.netsim.LineText;

/** {@code worldmesh netsim}. */
@Command(
        name = "netsim",
        mixinStandardHelpOptions = true,
        description =
                "A bad line for UDP: what is sent to --listen is carried to --to and back with the delay, loss and"
                        + " rate asked for. Let a peer join the address of --listen in place of the host's.",
        footer = {
            "",
            "Each property holds for both directions; --up and --down change it for one (up: from --listen to --to).",
            "Example: worldmesh netsim --listen 127.0.0.1:9000 --to 127.0.0.1:7777 --delay 40ms --loss 2%% --rate 2mbit"
        })
final class NetsimCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:0",
            description = "Where to send to; port 0 takes a free one and tells it. Default: ${DEFAULT-VALUE}.")
    private String listen = "";

    @Option(names = "--to", paramLabel = "HOST:PORT", required = true, description = "Where it is carried to.")
    private String to = "";

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Begin with a known line: wifi, dsl, crowded-wifi, lte-at-rest, train, umts, satellite, edge,"
                    + " absurd; or 5g, lte or wifi-to-5g, which change by themselves and take no other property.")
    private @Nullable String profile;

    @Option(names = "--delay", paramLabel = "T", description = "One way, as 40ms, 500us, 1s. Default: 0.")
    private @Nullable String delay;

    @Option(names = "--jitter", paramLabel = "T", description = "Up to so much more; the order stays. Default: 0.")
    private @Nullable String jitter;

    @Option(names = "--loss", paramLabel = "P", description = "Percent lost in the long run. Default: 0.")
    private @Nullable String loss;

    @Option(
            names = "--burst",
            paramLabel = "N",
            description = "How many are lost in a row at the mean (Gilbert and Elliott). Default: 1.")
    private @Nullable String burst;

    @Option(names = "--duplicate", paramLabel = "P", description = "Percent that come twice. Default: 0.")
    private @Nullable String duplicate;

    @Option(names = "--reorder", paramLabel = "P", description = "Percent held back and overtaken. Default: 0.")
    private @Nullable String reorder;

    @Option(names = "--reorder-delay", paramLabel = "T", description = "How long. Default: 10ms.")
    private @Nullable String reorderDelay;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Bits per second with IP and UDP headers, as 512kbit, 2mbit. Default: unbounded.")
    private @Nullable String rate;

    @Option(
            names = "--queue",
            paramLabel = "T",
            description = "How long a datagram may wait for the rate; else it is dropped. Default: 100ms.")
    private @Nullable String queue;

    @Option(names = "--up", paramLabel = "LIST", defaultValue = "", description = "Changes, as loss=5%%,rate=1mbit.")
    private String up = "";

    @Option(names = "--down", paramLabel = "LIST", defaultValue = "", description = "The same for the way back.")
    private String down = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The chances; the same datagrams meet the same fate. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "0",
            description = "How long; 0: until it is interrupted. Default: ${DEFAULT-VALUE}.")
    private long seconds;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        InetSocketAddress near = Usage.of(spec, () -> Usage.address("--listen", listen));
        InetSocketAddress far = Usage.of(spec, () -> Usage.address("--to", to));
        Opener opener = Usage.of(spec, () -> opener(near, far));
        var stopped = new CountDownLatch(1);
        var printed = new CountDownLatch(1);
        Thread hook = new Thread(() -> interrupt(stopped, printed), "netsim-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try (LineProxy proxy = opener.open()) {
            var err = spec.commandLine().getErr();
            err.println("netsim: " + HostPort.format(proxy.local()) + " leads to " + HostPort.format(far));
            err.flush();
            if (seconds > 0) {
                stopped.await(seconds, TimeUnit.SECONDS);
            } else {
                stopped.await();
            }
            print(proxy.counts().join());
        } finally {
            printed.countDown();
        }
        return 0;
    }

    /** Ctrl-C ends the line, and the figures are printed before the process goes. */
    private static void interrupt(CountDownLatch stopped, CountDownLatch printed) {
        stopped.countDown();
        try {
            printed.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens the line that was asked for. */
    @FunctionalInterface
    private interface Opener {
        LineProxy open();
    }

    private Opener opener(InetSocketAddress near, InetSocketAddress far) {
        Optional<MobileProfile> mobile = Optional.ofNullable(profile).flatMap(MobileProfile::ofLabel);
        if (mobile.isEmpty()) {
            LinkShape both = both();
            LinkShape there = LineText.change(both, up);
            LinkShape back = LineText.change(both, down);
            return () -> LineProxy.open(near, far, there, back, seed);
        }
        properties().forEach((name, value) -> refuse("--" + name, value));
        refuse("--up", up.isEmpty() ? null : up);
        refuse("--down", down.isEmpty() ? null : down);
        return () -> LineProxy.open(near, far, mobile.get().course(), seed);
    }

    private void refuse(String option, @Nullable String value) {
        if (value != null) {
            throw new IllegalArgumentException(
                    option + " is " + value + ", but profile " + profile + " changes by itself; leave one of them out");
        }
    }

    private LinkShape both() {
        LinkShape shape = profile == null
                ? LinkShape.clear()
                : LineProfile.ofLabel(profile).shape();
        for (Map.Entry<String, @Nullable String> word : properties().entrySet()) {
            String value = word.getValue();
            shape = value == null ? shape : LineText.change(shape, word.getKey(), value);
        }
        return shape;
    }

    private Map<String, @Nullable String> properties() {
        Map<String, @Nullable String> words = new LinkedHashMap<>();
        words.put("delay", delay);
        words.put("jitter", jitter);
        words.put("loss", loss);
        words.put("burst", burst);
        words.put("duplicate", duplicate);
        words.put("reorder", reorder);
        words.put("reorder-delay", reorderDelay);
        words.put("rate", rate);
        words.put("queue", queue);
        return words;
    }

    private void print(LineProxy.Counts counts) {
        var out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("clients", counts.clients());
            all.put("refused", counts.refused());
            all.put("up", figures(counts.up()));
            all.put("down", figures(counts.down()));
            JsonLine.print(out, all);
            return;
        }
        out.println(sentence("up", counts.up()) + "; " + sentence("down", counts.down()));
        out.flush();
    }

    private static Map<String, Object> figures(LinkCounts line) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("offered", line.offered());
        figures.put("offeredBytes", line.offeredBytes());
        figures.put("delivered", line.delivered());
        figures.put("lost", line.lost());
        figures.put("queueDrops", line.queueDrops());
        figures.put("duplicated", line.duplicated());
        figures.put("reordered", line.reordered());
        figures.put("queueMillisMean", line.queueMillisMean());
        figures.put("queueMillisMax", line.queueNanosMax() / 1e6);
        return figures;
    }

    private static String sentence(String way, LinkCounts line) {
        return String.format(
                Locale.ROOT,
                "%s: %d datagrams, %d delivered, %d lost, %d dropped at the queue, %.1f ms in it",
                way,
                line.offered(),
                line.delivered(),
                line.lost(),
                line.queueDrops(),
                line.queueMillisMean());
    }
}
