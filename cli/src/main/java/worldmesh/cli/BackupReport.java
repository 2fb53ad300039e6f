package worldmesh.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import worldmesh.authority.store.WorldBackup;

/** Says what a backup holds, for people or as JSON. Stateless. */
final class BackupReport {
    private BackupReport() {}

    static void print(CommandLine.Model.CommandSpec spec, WorldBackup.Summary backup, boolean json) {
        var out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("world", backup.world().toString());
            report.put("rows", backup.rows());
            report.put("fileBytes", backup.bytes());
            report.put("digest", backup.digest());
            report.put("verified", true);
            JsonLine.print(out, report);
        } else {
            out.println(
                    "world " + backup.world() + ": " + backup.rows() + " rows, " + backup.bytes() + " bytes, verified");
            out.flush();
        }
    }
}
