package worldmesh.testkit.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A laboratory that is up: its hosts run commands, its cables and switches are cut and mended. {@link #close} ends
 * every process in it and removes it, and so does the end of this JVM. Any thread.
 */
public final class NatLab implements AutoCloseable {
    /** Set to 1 where the laboratory must run, as in CI: there a test fails instead of being skipped. */
    public static final String REQUIRED = "NATLAB_REQUIRED";

    private static final String SCRIPT = "testkit/natlab/natlab";

    /** What {@code natlab check} answers where this machine cannot run the laboratory. */
    private static final int CANNOT = 77;

    private final String id;
    private final Thread hook;
    private boolean down;

    private NatLab(String id) {
        this.id = id;
        this.hook = new Thread(this::takeDown, "natlab-" + id);
    }

    /** Why this machine cannot run a laboratory with these LANs; empty if it can. */
    public static Optional<String> obstacle(String... lans) {
        Path script = script();
        if (script == null) {
            return Optional.of("there is no " + SCRIPT + " here or above; run inside a checkout");
        }
        Result result = run("check", script, with(List.of("check"), lans));
        if (result.code == CANNOT) {
            return Optional.of(result.output);
        }
        return result.code == 0 ? Optional.empty() : Optional.of("natlab check failed: " + result.output);
    }

    /** True if a laboratory that cannot run is a failure here, not a reason to skip. */
    public static boolean isRequired() {
        return "1".equals(System.getenv(REQUIRED));
    }

    /**
     * Builds a laboratory, in place of one of the same id that somebody left.
     *
     * @param id one to eight small letters or digits: the prefix of its namespaces
     * @param lans as {@code natlab help} describes them
     */
    public static NatLab up(String id, String... lans) {
        if (!id.matches("[a-z0-9]{1,8}")) {
            throw new IllegalArgumentException("the id is '" + id + "', must be 1 to 8 small letters or digits");
        }
        NatLab lab = new NatLab(id);
        Runtime.getRuntime().addShutdownHook(lab.hook);
        boolean built = false;
        try {
            lab.tell(with(List.of("up"), lans));
            built = true;
        } finally {
            if (!built) {
                lab.close();
            }
        }
        return lab;
    }

    /** An id for a laboratory of this process's own: two processes do not take each other's down. */
    public static String ownId(String prefix) {
        return prefix
                + Long.toString(ProcessHandle.current().pid() % 1_679_616, 36).toLowerCase(Locale.ROOT);
    }

    private static List<String> with(List<String> verb, String... rest) {
        List<String> all = new ArrayList<>(verb);
        all.addAll(List.of(rest));
        return all;
    }

    /** The certificate of the laboratory's TURN server, as a PEM file. */
    public static Path certificate() {
        Path script = script();
        if (script == null) {
            throw new NatLabException("there is no " + SCRIPT + " here or above; run inside a checkout");
        }
        return script.resolveSibling(".cache").resolve("cert.pem").toAbsolutePath();
    }

    /** The names of all hosts. */
    public List<String> hosts() {
        return tell(List.of("hosts")).lines().toList();
    }

    /** The command line that runs {@code command} at a host; the process it starts is the command's own. */
    public List<String> command(String host, List<String> command) {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", id + "-" + host));
        line.addAll(command);
        return line;
    }

    /** The command line of a JVM at a host with this one's classes; as {@link #command}. */
    public List<String> javaCommand(String host, List<String> options, Class<?> main, List<String> args) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        line.addAll(args);
        return command(host, line);
    }

    /** The addresses of a host, the first by which it is known. */
    public List<String> addresses(String host) {
        return List.of(output(host, "hostname", "-I").strip().split(" "));
    }

    /** The first address of a host. */
    public String address(String host) {
        return addresses(host).get(0);
    }

    /** Runs a short command at a host to its end and answers what it printed. */
    public String output(String host, String... command) {
        List<String> line = with(List.of("exec", host), command);
        return tell(line);
    }

    /** True if a frame of one host finds another. */
    public boolean reaches(String one, String other) {
        return invoke(List.of("reach", one, other)).code == 0;
    }

    /** Pulls or plugs the cable of a host. */
    public void link(String host, boolean plugged) {
        tell(List.of("link", host, plugged ? "up" : "down"));
    }

    /** Every mapping of a LAN's router is forgotten, and it is at another address from now on. */
    public void reboot(String lan, String address) {
        tell(List.of("reboot", lan, address));
    }

    /** Unplugs a host and plugs it into another LAN, where it gets another address, which is answered. */
    public String roam(String host, String lan) {
        return tell(List.of("roam", host, lan)).strip();
    }

    /** What a command printed that ran at a LAN's router. */
    public String atRouter(String lan, String... command) {
        return output("r" + lan, command);
    }

    /** Moves some hosts of a LAN to a switch of their own, without a cable to the others'. */
    public void split(String lan, List<String> apart) {
        tell(with(List.of("split", lan), apart.toArray(String[]::new)));
    }

    /** Puts all hosts of a LAN on one switch again. */
    public void heal(String lan) {
        tell(List.of("heal", lan));
    }

    /** Delays, drops or throttles on the way of a host, as {@code natlab shape --help} tells; {@code off} ends it. */
    public void shape(String host, String... options) {
        tell(with(List.of("shape", host), options));
    }

    /** Frames that a host sent since it was plugged in. */
    public long sentFrames(String host) {
        return Long.parseLong(output(host, "cat", "/sys/class/net/eth0/statistics/tx_packets"));
    }

    /** Stops a process where it stands, as a debugger or a closed lid would; {@link #resume} lets it go on. */
    public static void suspend(Process process) {
        signal("STOP", process);
    }

    /** Lets a suspended process go on. */
    public static void resume(Process process) {
        signal("CONT", process);
    }

    private static void signal(String name, Process process) {
        Result result = run("kill", Path.of("kill"), List.of("-" + name, String.valueOf(process.pid())));
        if (result.code != 0) {
            throw new NatLabException("kill -" + name + " " + process.pid() + ": " + result.output);
        }
    }

    /** Ends every process in the laboratory and removes it. */
    @Override
    public void close() {
        takeDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook finds nothing left to do.
            return;
        }
    }

    private void takeDown() {
        if (!down) {
            down = true;
            tell(List.of("down"));
        }
    }

    private String tell(List<String> args) {
        Result result = invoke(args);
        if (result.code != 0) {
            throw new NatLabException(
                    "natlab " + String.join(" ", args) + ": code " + result.code + ": " + result.output);
        }
        return result.output;
    }

    private Result invoke(List<String> args) {
        Path script = script();
        if (script == null) {
            throw new NatLabException("there is no " + SCRIPT + " here or above; run inside a checkout");
        }
        return run(id, script, args);
    }

    private record Result(int code, String output) {}

    // What it prints goes to a file, not a pipe: a shaper lives on and would keep the pipe open.
    private static Result run(String id, Path program, List<String> args) {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(args);
        try {
            Path output = Files.createTempFile("natlab", ".txt");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().put("NATLAB_ID", id);
                int code = builder.start().waitFor();
                return new Result(
                        code, Files.readString(output, StandardCharsets.UTF_8).strip());
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + program + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NatLabException("interrupted while " + program + " ran");
        }
    }

    private static @Nullable Path script() {
        Path here = Path.of("").toAbsolutePath();
        String home = System.getenv("WORLDMESH_HOME");
        Stream<Path> above = Stream.iterate(here, path -> path != null, Path::getParent);
        return Stream.concat(Stream.ofNullable(home).map(Path::of), above)
                .map(root -> root.resolve(SCRIPT))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
