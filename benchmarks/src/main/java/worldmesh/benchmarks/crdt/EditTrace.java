package worldmesh.benchmarks.crdt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/**
 * The edits of one text, in order: a file of josephg/editing-traces, gzipped JSON with {@code txns[].patches[]} of
 * position, deleted count and inserted text, and {@code endContent}; or drawn by a seed in that shape.
 */
final class EditTrace {
    /** One edit: so many units are deleted at a position, then a text is put there. */
    record Edit(int position, int deleted, String inserted) {}

    private final List<Edit> edits = new ArrayList<>();
    private String end = "";
    private String json = "";
    private int at;

    private EditTrace() {}

    List<Edit> edits() {
        return edits;
    }

    /** The edits in parts of so many. */
    List<List<Edit>> parts(int size) {
        List<List<Edit>> out = new ArrayList<>();
        for (int i = 0; i < edits.size(); i += size) {
            out.add(edits.subList(i, Math.min(edits.size(), i + size)));
        }
        return out;
    }

    /** The text in the end. */
    String end() {
        return end;
    }

    /** Reads a trace file. */
    static EditTrace read(Path file) {
        EditTrace out = new EditTrace();
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            out.json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the trace " + file + " cannot be read; give a gzipped JSON trace", e);
        }
        out.read();
        out.json = "";
        return out;
    }

    /**
     * Draws edits of the shape of the automerge-paper trace: one unit each, two of three typed on where the last ended,
     * one of four deletions, backwards, a leap to elsewhere after thirty or so.
     */
    static EditTrace draw(long seed, int count) {
        EditTrace out = new EditTrace();
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        int cursor = 0;
        for (int i = 0; i < count; i++) {
            if (random.nextInt(30) == 0) {
                int back = Math.min(text.length(), 2_000);
                cursor = random.nextInt(3) == 0
                        ? random.nextInt(text.length() + 1)
                        : text.length() - random.nextInt(back + 1);
            }
            if (cursor > 0 && random.nextInt(10) < 3) {
                cursor--;
                text.deleteCharAt(cursor);
                out.edits.add(new Edit(cursor, 1, ""));
            } else {
                String unit = String.valueOf((char) ('a' + random.nextInt(26)));
                text.insert(cursor, unit);
                out.edits.add(new Edit(cursor++, 0, unit));
            }
        }
        out.end = text.toString();
        return out;
    }

    private void read() {
        int found = json.indexOf("\"endContent\":");
        at = found + "\"endContent\":".length();
        end = string();
        at = json.indexOf("\"txns\":");
        while (true) {
            int next = json.indexOf("\"patches\":", at);
            if (next < 0) {
                return;
            }
            at = next + "\"patches\":".length();
            expect('[');
            while (peek() == '[') {
                expect('[');
                int position = number();
                expect(',');
                int deleted = number();
                expect(',');
                edits.add(new Edit(position, deleted, string()));
                expect(']');
                if (peek() == ',') {
                    expect(',');
                }
            }
        }
    }

    private char peek() {
        while (Character.isWhitespace(json.charAt(at))) {
            at++;
        }
        return json.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw new IllegalArgumentException("the trace has '" + json.charAt(at) + "' at " + at + ", must be '"
                    + wanted + "'; give a trace of josephg/editing-traces");
        }
        at++;
    }

    private int number() {
        peek();
        int from = at;
        while (Character.isDigit(json.charAt(at))) {
            at++;
        }
        return Integer.parseInt(json.substring(from, at));
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        for (char next = json.charAt(at++); next != '"'; next = json.charAt(at++)) {
            out.append(next == '\\' ? escaped() : next);
        }
        return out.toString();
    }

    private char escaped() {
        char next = json.charAt(at++);
        return switch (next) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(json.substring(at - 4, at), 16);
            }
            default -> next;
        };
    }
}
