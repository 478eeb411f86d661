package io.millrace.streams;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.error.Expected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the state, and where they stand. Immutable.
 *
 * @param standbys copies of each task's state kept warm on other instances; each costs the memory of the state again
 * @param tags what this instance is, such as zone to eu-1a; at most 5
 * @param spreadTags names of tags by which copies are spread: no two in the same zone where that can be
 * @param rack of this instance, as brokers name theirs; null where it has none
 * @param strategy how tasks are placed with regard to racks
 */
public record ReplicaSettings(
        int standbys,
        Map<String, String> tags,
        List<String> spreadTags,
        @Nullable String rack,
        RackStrategy strategy) {
    /** No copies, no racks. */
    public static final ReplicaSettings NONE = new ReplicaSettings(0, Map.of(), List.of(), null, RackStrategy.NONE);

    static final int STANDBYS_MAX = 8;
    private static final int TAGS_MAX = 5;
    private static final int NAME_LENGTH_MAX = 20;
    private static final int VALUE_LENGTH_MAX = 30;

    public ReplicaSettings {
        tags = Map.copyOf(new TreeMap<>(tags));
        spreadTags = List.copyOf(spreadTags);
        List<String> problems = problems(standbys, tags, spreadTags, rack, strategy);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    /**
     * Reads standby.replicas, client.tags (name=value, …), rack.aware.assignment.tags (name, …), rack.id and
     * rack.aware.assignment.strategy; adds what is wrong to the reader's problems.
     */
    static ReplicaSettings read(ConfigReader reader) {
        int standbys = reader.integer("standby.replicas", 0, 0, STANDBYS_MAX);
        Map<String, String> tags = tags(reader, reader.text("client.tags", ""));
        List<String> spread = list(reader.text("rack.aware.assignment.tags", ""));
        String text = reader.text("rack.id", "");
        String rack = text.isEmpty() ? null : text;
        RackStrategy strategy = reader.choice("rack.aware.assignment.strategy", RackStrategy.NONE);
        List<String> problems = problems(standbys, tags, spread, rack, strategy);
        problems.forEach(reader::problem);
        return problems.isEmpty() ? new ReplicaSettings(standbys, tags, spread, rack, strategy) : NONE;
    }

    private static List<String> problems(
            int standbys, Map<String, String> tags, List<String> spread, @Nullable String rack, RackStrategy strategy) {
        List<String> problems = new ArrayList<>();
        if (standbys < 0 || standbys > STANDBYS_MAX) {
            problems.add(Expected.message("standby.replicas", standbys, "0 to " + STANDBYS_MAX));
        }
        if (tags.size() > TAGS_MAX) {
            problems.add(Expected.message("client.tags", tags.keySet(), "at most " + TAGS_MAX));
        }
        tags.forEach((name, value) -> {
            if (name.length() > NAME_LENGTH_MAX || value.length() > VALUE_LENGTH_MAX) {
                String rule = "a name of at most " + NAME_LENGTH_MAX + " and a value of at most " + VALUE_LENGTH_MAX;
                problems.add(Expected.message("client.tags", name + "=" + value, rule + " characters"));
            }
        });
        for (String name : spread) {
            if (!tags.containsKey(name)) {
                problems.add(
                        Expected.message("rack.aware.assignment.tags", name, "one of client.tags " + tags.keySet()));
            }
        }
        if (strategy != RackStrategy.NONE && rack == null) {
            problems.add(Expected.message("rack.aware.assignment.strategy", strategy, "NONE, or a rack.id"));
        }
        return problems;
    }

    private static Map<String, String> tags(ConfigReader reader, String text) {
        Map<String, String> tags = new TreeMap<>();
        for (String entry : list(text)) {
            String[] parts = entry.split("=", 2);
            if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
                reader.problem(Expected.message("client.tags", entry, "name=value"));
            } else {
                tags.put(parts[0].strip(), parts[1].strip());
            }
        }
        return tags;
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
