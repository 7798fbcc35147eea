package dev.entail.core.value;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The place behind one record in the order of a query: where the next page begins. Opaque; it holds the values that the
 * record is sorted by, so do not hand it to those who must not see them. {@link #text()} can be sent to a client and {@link
 * #parse} reads it back. Immutable.
 *
 * @param query what it belongs to; a cursor of another query is refused
 * @param keys the sort keys of the record, its id last
 */
public record Cursor(String query, List<@Nullable Object> keys) {
    private static final int MAX_KEYS = 64;

    public Cursor {
        Objects.requireNonNull(query, "query");
        keys = Collections.unmodifiableList(new ArrayList<>(keys));
    }

    /** The place with these sort keys in a query; for those who answer queries. */
    public static Cursor at(String query, List<@Nullable Object> keys) {
        return new Cursor(query, keys);
    }

    /** The cursor as text of letters, digits, {@code -} and {@code _}. */
    public String text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeText(out, query);
            out.writeByte(keys.size());
            for (Object key : keys) {
                write(out, key);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory does not fail", e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws EntailException {@code CURSOR_INVALID} if it is something else
     */
    public static Cursor parse(String text) {
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
            String query = readText(in);
            int size = in.readUnsignedByte();
            if (size > MAX_KEYS) {
                throw new IOException("too many keys");
            }
            List<@Nullable Object> keys = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                keys.add(read(in));
            }
            if (in.read() >= 0) {
                throw new IOException("more than a cursor");
            }
            return new Cursor(query, keys);
        } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new EntailException(
                    ErrorCode.CURSOR_INVALID, "This is not the text of a cursor; pass on what text() gave", e);
        }
    }

    private static void write(DataOutputStream out, @Nullable Object key) throws IOException {
        switch (key) {
            case null -> out.writeByte('n');
            case String text -> {
                out.writeByte('s');
                writeText(out, text);
            }
            case Long number -> {
                out.writeByte('l');
                out.writeLong(number);
            }
            case Double number -> {
                out.writeByte('f');
                out.writeDouble(number);
            }
            case BigDecimal decimal -> {
                out.writeByte('d');
                writeText(out, decimal.toString());
            }
            case Boolean bool -> {
                out.writeByte('b');
                out.writeBoolean(bool);
            }
            case Instant instant -> {
                out.writeByte('t');
                out.writeLong(instant.toEpochMilli());
            }
            default -> throw new IllegalStateException("No sort key is a " + key.getClass());
        }
    }

    private static @Nullable Object read(DataInputStream in) throws IOException {
        int tag = in.readUnsignedByte();
        return switch (tag) {
            case 'n' -> null;
            case 's' -> readText(in);
            case 'l' -> in.readLong();
            case 'f' -> in.readDouble();
            case 'd' -> new BigDecimal(readText(in));
            case 'b' -> in.readBoolean();
            case 't' -> Instant.ofEpochMilli(in.readLong());
            default -> throw new IOException("no such tag: " + tag);
        };
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("cut off");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
