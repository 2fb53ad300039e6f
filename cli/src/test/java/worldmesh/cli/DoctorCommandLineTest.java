package worldmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DoctorCommandLineTest {
    @ParameterizedTest
    @CsvSource({
        "not-an-address, HOST:PORT",
        "worldmesh://somewhere, worldmesh://",
        "127.0.0.1:99999, 0..65535",
        "--set=mesh.ice.stun-servers=nowhere, host:port",
        "--set=mesh.ice.turn-servers=ftp:x, turn:host:port",
        "--set=mesh.ice.stun-server=x:1, mesh.ice.stun-servers",
        "--set=mesh.ice.turn-servers=turn:x:1, turn-user"
    })
    void whatIsWrongIsSaidWithTheWayOut(String argument, String hint) {
        StringWriter errors = new StringWriter();
        CommandLine command = Main.commandLine().setErr(new PrintWriter(errors, true));

        assertEquals(2, command.execute("doctor", "--json", argument));

        assertTrue(errors.toString().contains(hint), errors.toString());
    }
}
