package worldmesh.samples.troupe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a checker prints for the driver that started it. */
public final class FindingsLine {
    private FindingsLine() {}

    /** Prints findings as one JSON object. */
    public static void print(Object findings) throws JsonProcessingException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println(new ObjectMapper().writeValueAsString(findings));
    }
}
