package worldmesh.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;

/** Prints a report as one JSON object: the last line on standard output of any command with {@code --json}. */
final class JsonLine {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonLine() {}

    /** Prints the components of a record, or the entries of a map, under their own names. */
    static void print(PrintWriter out, Object report) {
        try {
            out.println(MAPPER.writeValueAsString(report));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(report.getClass().getName() + " has a part that is not JSON", e);
        }
    }
}
