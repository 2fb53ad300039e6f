package worldmesh.world.component;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Utf8;

/**
 * The fields of one component as numbers and bytes: what is written and read without making a record. Made once for a
 * component and used for any number of entities; setting a field and writing the row allocate nothing, but for room
 * that longer texts than before need.
 *
 * <p>Fields are named by their place in the record, which {@link #field} finds by name. Booleans are 0 and 1, enums
 * their place among the constants, an EntityId its two numbers, a Vec3 three; what a field does not hold is an
 * {@link IllegalArgumentException}. Its bytes are those that the record's codec writes; only what the record's own
 * constructor demands beyond its types is not asked: a value it refuses is read as none by every peer. Fields of type
 * PeerId, SectorId, Quat and Grid need records. Not thread-safe.
 */
public final class Row {
    private static final byte[] NONE = new byte[0];
    private static final int ASCII = 0x80;

    private final ComponentType<?> type;
    private final RowField[] fields;
    private final long[] numbers;
    private final byte[][] texts;
    private final ByteWriter encoded = new ByteWriter(64);

    private Row(ComponentType<?> type) {
        this.type = type;
        RecordComponent[] components = type.type().getRecordComponents();
        fields = new RowField[components.length];
        int count = 0;
        for (int i = 0; i < fields.length; i++) {
            fields[i] = RowField.of(type.type(), components[i], count);
            count += fields[i].form().numbers;
        }
        numbers = new long[count];
        texts = new byte[fields.length][];
        Arrays.fill(texts, NONE);
    }

    /** A row of zeros and empty texts; refuses what is no register and fields that no row holds. */
    public static Row of(ComponentType<?> type) {
        if (type.kind() != CellKind.REGISTER) {
            throw new IllegalArgumentException("component " + type + " is a " + type.kind() + " and has no rows");
        }
        return new Row(type);
    }

    /** The component. */
    public ComponentType<?> type() {
        return type;
    }

    /** The place of a field. */
    public int field(String name) {
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("component " + type + " has no field " + name);
    }

    /** Sets a boolean, an integer of any width, or a constant of an enum by its place. */
    public Row set(int field, long value) {
        fields[field].demand(value);
        numbers[fields[field].first()] = value;
        return this;
    }

    /** Sets a float or double; a quantised one is rounded when it is written. */
    public Row set(int field, double value) {
        RowField of = fields[field];
        if (of.isInteger() || of.form().numbers != 1 || of.form() == RowField.Form.TEXT) {
            throw wrong(of, "a number with a point");
        }
        numbers[of.first()] = Double.doubleToRawLongBits(value);
        return this;
    }

    /** Sets a Vec3. */
    public Row set(int field, double x, double y, double z) {
        RowField of = fields[field];
        if (of.form().numbers != 3) {
            throw wrong(of, "a Vec3");
        }
        numbers[of.first()] = Double.doubleToRawLongBits(x);
        numbers[of.first() + 1] = Double.doubleToRawLongBits(y);
        numbers[of.first() + 2] = Double.doubleToRawLongBits(z);
        return this;
    }

    /** Sets an EntityId. */
    public Row set(int field, long replica, long counter) {
        RowField of = fields[field];
        if (of.form() != RowField.Form.ENTITY) {
            throw wrong(of, "an EntityId");
        }
        numbers[of.first()] = replica;
        numbers[of.first() + 1] = counter;
        return this;
    }

    /** Sets a text by its UTF-8, at most 4,096 bytes, which are copied. */
    public Row set(int field, byte[] utf8, int offset, int length) {
        if (length > FieldAccess.MAX_TEXT_BYTES || !Utf8.isValid(utf8, offset, length)) {
            throw new IllegalArgumentException("a text of " + length + " bytes is no UTF-8 or longer than "
                    + FieldAccess.MAX_TEXT_BYTES + " bytes; split it over several components");
        }
        System.arraycopy(utf8, offset, text(field, length), 0, length);
        return this;
    }

    /** Sets a text; one of ASCII allocates nothing. */
    public Row set(int field, CharSequence value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            if (value.charAt(i) >= ASCII || length > FieldAccess.MAX_TEXT_BYTES) {
                byte[] utf8 = value.toString().getBytes(StandardCharsets.UTF_8);
                return set(field, utf8, 0, utf8.length);
            }
        }
        byte[] to = text(field, length);
        for (int i = 0; i < length; i++) {
            to[i] = (byte) value.charAt(i);
        }
        return this;
    }

    /** Room for so many bytes of a text. */
    private byte[] text(int field, int length) {
        RowField of = fields[field];
        if (of.form() != RowField.Form.TEXT) {
            throw wrong(of, "a text");
        }
        if (texts[field].length < length) {
            texts[field] = new byte[Math.max(length, 2 * texts[field].length)];
        }
        numbers[of.first()] = length;
        return texts[field];
    }

    private IllegalArgumentException wrong(RowField field, String wanted) {
        return new IllegalArgumentException(
                "field " + field.name() + " of component " + type + " is a " + field.form() + ", not " + wanted);
    }

    /** A boolean, integer or enum. */
    public long integer(int field) {
        if (!fields[field].isInteger()) {
            throw wrong(fields[field], "an integer");
        }
        return numbers[fields[field].first()];
    }

    /** A float or double; of a Vec3 its x. */
    public double number(int field) {
        return number(field, 0);
    }

    /** A float, double, or the axis of a Vec3. */
    public double number(int field, int axis) {
        RowField of = fields[field];
        if (of.isInteger() || of.form() == RowField.Form.TEXT || axis >= of.form().numbers) {
            throw wrong(of, "a number with a point, or has fewer axes");
        }
        return Double.longBitsToDouble(numbers[of.first() + axis]);
    }

    /** The counter of an EntityId, whose replica {@link #integer} is. */
    public long counter(int field) {
        if (fields[field].form() != RowField.Form.ENTITY) {
            throw wrong(fields[field], "an EntityId");
        }
        return numbers[fields[field].first() + 1];
    }

    /** The array that begins with the UTF-8 of a text; for reading only, until the row is changed. */
    public byte[] utf8(int field) {
        return texts[field];
    }

    /** How many bytes of UTF-8 a text has. */
    public int length(int field) {
        if (fields[field].form() != RowField.Form.TEXT) {
            throw wrong(fields[field], "a text");
        }
        return (int) numbers[fields[field].first()];
    }

    /** The row as the record's codec writes it, until the next call; refuses more than a record may have. */
    public ByteWriter encode() {
        encoded.reset();
        for (int i = 0; i < fields.length; i++) {
            RowField field = fields[i];
            field.demandDeclared(numbers);
            if (field.form() == RowField.Form.TEXT) {
                int length = (int) numbers[field.first()];
                encoded.varint(length).bytes(texts[i], 0, length);
            } else {
                field.write(numbers, encoded);
            }
        }
        if (encoded.size() > RecordCodec.MAX_BYTES) {
            throw new IllegalArgumentException("a row of " + type + " takes " + encoded.size()
                    + " bytes, must be at most " + RecordCodec.MAX_BYTES + "; shorten its texts");
        }
        return encoded;
    }

    /** Reads what {@link #encode} or the record's codec wrote; false, and meaningless fields, if it is malformed. */
    public boolean decode(byte[] data, int offset, int length) {
        ByteReader in = new ByteReader(data, offset, length);
        for (int i = 0; i < fields.length; i++) {
            RowField field = fields[i];
            if (field.form() != RowField.Form.TEXT) {
                field.read(numbers, in);
                field.judgeDeclared(numbers, in);
                continue;
            }
            int size = in.remaining() == 0 ? 0 : in.count(FieldAccess.MAX_TEXT_BYTES);
            int at = in.position();
            in.skip(size);
            if (!in.ok() || !Utf8.isValid(data, at, size)) {
                return false;
            }
            System.arraycopy(data, at, text(i, size), 0, size);
            field.judgeDeclared(numbers, in);
        }
        return in.ok();
    }
}
