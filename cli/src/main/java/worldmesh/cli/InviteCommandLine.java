package worldmesh.cli;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import worldmesh.mesh.invite.Invite;

/** {@code worldmesh invite LINK}: says what an invitation link holds, so that two people can compare it aloud. */
@Command(
        name = "invite",
        mixinStandardHelpOptions = true,
        description = "Show what an invitation link holds: host, world, the host's fingerprint, and further members.")
final class InviteCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "LINK", description = "worldmesh://host:port/world#key; quote it, the shell eats the #.")
    private String link = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Invite invite;
        try {
            invite = Invite.parse(link);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("host", invite.host());
        report.put("port", invite.port());
        report.put("world", HexFormat.of().formatHex(invite.world()));
        report.put("fingerprint", invite.peer().fingerprint());
        report.put("secretBytes", invite.secret().length);
        report.put(
                "standIns",
                invite.standIns().stream()
                        .map(each -> each.peer().fingerprint() + " " + each.host() + " " + each.port())
                        .toList());
        var out = spec.commandLine().getOut();
        if (json) {
            JsonLine.print(out, report);
        } else {
            report.forEach((key, value) -> out.println(key + ": " + value));
        }
        return 0;
    }
}
