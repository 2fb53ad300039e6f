package worldmesh.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import worldmesh.authority.store.StoredBans;
import worldmesh.runtime.identity.PeerId;

/** {@code worldmesh bans}: who may not come into a world. */
@Command(
        name = "bans",
        mixinStandardHelpOptions = true,
        description = "List, add or remove the players that the world in a store refuses. A node reads the list when it"
                + " starts: stop it before you change the list.",
        subcommands = {BansCommandLine.Listing.class, BansCommandLine.Add.class, BansCommandLine.Remove.class})
final class BansCommandLine implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name what to do: list, add or remove");
    }

    /** What all three take. */
    static final class StoreOptions {
        @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Option(names = "--store", required = true, paramLabel = "DIR", description = "The directory of the world.")
        private Path store = Path.of("");

        @Option(names = "--json", description = "Print one JSON object as the last line.")
        private boolean json;

        StoredBans bans() {
            return StoredBans.in(store);
        }

        PeerId player(String hex) {
            return Usage.of(spec, () -> PeerId.parse(hex));
        }

        int print(SortedMap<PeerId, String> bans, boolean changed) {
            var out = spec.commandLine().getOut();
            if (json) {
                Map<String, String> texts = new TreeMap<>();
                bans.forEach((player, reason) -> texts.put(player.toString(), reason));
                Map<String, Object> report = new LinkedHashMap<>();
                report.put("changed", changed);
                report.put("bans", texts);
                JsonLine.print(out, report);
            } else {
                bans.forEach((player, reason) -> out.println(player + " " + reason));
                out.flush();
            }
            return 0;
        }
    }

    /** {@code worldmesh bans list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Show who is banned and why.")
    static final class Listing implements Callable<Integer> {
        @Mixin
        private StoreOptions options = new StoreOptions();

        @Override
        public Integer call() {
            return options.print(options.bans().read(), false);
        }
    }

    /** {@code worldmesh bans add}. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Ban a player, or change the reason.")
    static final class Add implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Mixin
        private StoreOptions options = new StoreOptions();

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                defaultValue = "by the operator",
                description = "What the player is told. Default: ${DEFAULT-VALUE}.")
        private String reason = "";

        @Parameters(paramLabel = "PEER", description = "The 64 hexadecimal digits of the player, as the log has them.")
        private String peer = "";

        @Override
        public Integer call() {
            PeerId player = options.player(peer);
            StoredBans bans = options.bans();
            Usage.of(spec, () -> {
                bans.ban(player, reason);
                return player;
            });
            return options.print(bans.read(), true);
        }
    }

    /** {@code worldmesh bans remove}. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Let a player in again; exit 1 if it is not banned.")
    static final class Remove implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Mixin
        private StoreOptions options = new StoreOptions();

        @Parameters(paramLabel = "PEER", description = "The 64 hexadecimal digits of the player.")
        private String peer = "";

        @Override
        public Integer call() {
            PeerId player = options.player(peer);
            StoredBans bans = options.bans();
            boolean lifted = bans.lift(player);
            options.print(bans.read(), lifted);
            if (!lifted) {
                spec.commandLine().getErr().println(player + " is not banned");
            }
            return lifted ? 0 : 1;
        }
    }
}
