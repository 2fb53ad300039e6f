package worldmesh.samples.lanparty;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import worldmesh.samples.lanparty.play.Audience;

/** A player's terminal: prints what the player is told, hands in what the player types. */
final class Terminal implements Audience, Milestones {
    private final PrintWriter out;

    Terminal(PrintWriter out) {
        this.out = out;
    }

    /** Reads lines on a thread of its own until the input ends or a line is not taken. */
    static void read(InputStream input, Predicate<String> lines) {
        Thread reader = new Thread(() -> readAll(input, lines), "terminal");
        reader.setDaemon(true);
        reader.start();
    }

    private static void readAll(InputStream input, Predicate<String> lines) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank() && !lines.test(line)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The terminal is gone; the peer plays on without it.
            return;
        }
    }

    @Override
    public void heard(String author, int colour, String text) {
        print(author.isEmpty() ? text : "<" + author + "> " + text);
    }

    @Override
    public void noticed(Tone tone, String text) {
        print(tone == Tone.REJECTED ? "rejected: " + text : text);
    }

    @Override
    public void page(String url) {
        print("your page: " + url);
    }

    @Override
    public void listening(String address, String invitation) {
        print("listening at " + address);
        if (!invitation.isEmpty()) {
            print("invite others: " + invitation);
        }
    }

    @Override
    public void joined(long millis) {
        print("the island is in sight after " + millis + " ms");
    }

    @Override
    public void playing() {
        print("you stand on the island; type help for commands, quit to leave");
    }

    @Override
    public void epoch(long epoch) {
        print("the authority answers, epoch " + epoch);
    }

    @Override
    public void state(int waiting, String digest) {
        // For machines; a person sees the page.
    }

    // What others wrote must not steer the terminal: no escape sequences.
    private void print(String line) {
        out.println(line.replaceAll("\\p{Cntrl}", " "));
        out.flush();
    }
}
