package dev.entail.storage.write;

import dev.entail.core.value.RecordId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link as it is stored.
 *
 * @param id the link
 * @param source record at the first end
 * @param target record at the second end
 * @param values values of its own
 */
public record StoredLink(RecordId id, RecordId source, RecordId target, Map<String, @Nullable Object> values) {}
