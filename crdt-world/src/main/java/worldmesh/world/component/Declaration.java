package worldmesh.world.component;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * What a program says of one component or command, as another program that lacks the class can read it.
 *
 * @param name the stable name
 * @param id the stable id
 * @param command true for a command
 * @param fields names and types in their order, {@code hp:i32[0.0..100.0]}
 * @param kind how its cells merge; empty for a command
 * @param rules who may write it and who is sent it, by name; empty for a command
 */
public record Declaration(
        String name, int id, boolean command, List<String> fields, String kind, Map<String, String> rules) {
    /** Components and commands of one program that are told. */
    public static final int MAX = 4_096;

    static final int FIELDS_MAX = 256;
    private static final int RULES_MAX = 32;
    private static final int TEXT_BYTES_MAX = 1_024;

    /** Copies what it is given; the rules keep their order. */
    public Declaration {
        fields = List.copyOf(fields);
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }

    /** All that a program declares, components before commands, by id. */
    public static List<Declaration> of(Schema schema) {
        List<Declaration> all = new ArrayList<>();
        schema.components().forEach(type -> all.add(of(type)));
        schema.commands()
                .forEach(type ->
                        all.add(new Declaration(type.name(), type.id(), true, fields(type.codec()), "", Map.of())));
        return all;
    }

    private static Declaration of(ComponentType<?> type) {
        ReplicationPlan plan = type.replication();
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put("trust", lower(type.trust()));
        rules.put("owner-change", lower(plan.ownerChange()));
        rules.put("who", lower(plan.who()));
        rules.put("account", String.valueOf(type.account()));
        rules.put("motion", String.valueOf(type.motion()));
        rules.put("rate", String.valueOf(plan.rate()));
        rules.put("lane", lower(plan.lane()));
        rules.put(
                "interest",
                plan.interest() == ReplicationConfig.EVERYWHERE ? "everywhere" : String.valueOf(plan.interest()));
        return new Declaration(type.name(), type.id(), false, fields(type.codec()), lower(type.kind()), rules);
    }

    private static List<String> fields(RecordCodec<?> codec) {
        return Stream.of(codec.signature().split(";", -1))
                .filter(field -> !field.isEmpty())
                .toList();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All of them as bytes; docs/journal.md "Rows". */
    public static byte[] encode(List<Declaration> all) {
        ByteWriter out = new ByteWriter(256);
        out.varint(all.size());
        for (Declaration one : all) {
            out.text(one.name).i32(one.id).u8(one.command ? 1 : 0).text(one.kind);
            out.varint(one.fields.size());
            one.fields.forEach(out::text);
            out.varint(one.rules.size());
            one.rules.forEach((rule, value) -> out.text(rule).text(value));
        }
        return out.toBytes();
    }

    /** Reads them; null if they are malformed. */
    public static @Nullable List<Declaration> decode(byte[] data) {
        ByteReader in = new ByteReader(data);
        List<Declaration> all = new ArrayList<>();
        int count = in.count(MAX);
        for (int i = 0; i < count && in.ok(); i++) {
            all.add(read(in));
        }
        return in.complete() ? all : null;
    }

    private static Declaration read(ByteReader in) {
        String name = in.text(TEXT_BYTES_MAX);
        int id = in.i32();
        int command = in.u8();
        if (command > 1) {
            in.fail();
        }
        String kind = in.text(TEXT_BYTES_MAX);
        List<String> fields = new ArrayList<>();
        int fieldCount = in.count(FIELDS_MAX);
        for (int i = 0; i < fieldCount && in.ok(); i++) {
            fields.add(in.text(TEXT_BYTES_MAX));
        }
        Map<String, String> rules = new LinkedHashMap<>();
        int ruleCount = in.count(RULES_MAX);
        for (int i = 0; i < ruleCount && in.ok(); i++) {
            rules.put(in.text(TEXT_BYTES_MAX), in.text(TEXT_BYTES_MAX));
        }
        return new Declaration(name, id, command == 1, fields, kind, rules);
    }

    /** The same under another name. */
    Declaration renamed(String to) {
        int trustAndKind = id & ((1 << ComponentType.LOW_BITS) - 1);
        int hash = StableHash.of(to);
        return new Declaration(
                to, command ? hash : (hash << ComponentType.LOW_BITS) | trustAndKind, command, fields, kind, rules);
    }

    /** On one line; equal for what is declared alike. */
    public String text() {
        StringBuilder out = new StringBuilder(command ? "command " : "component ").append(name);
        if (!kind.isEmpty()) {
            out.append(" kind=").append(kind);
        }
        out.append(" fields=").append(String.join(",", fields));
        rules.forEach((rule, value) -> out.append(' ').append(rule).append('=').append(value));
        return out.toString();
    }
}
