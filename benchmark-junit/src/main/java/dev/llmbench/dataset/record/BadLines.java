package dev.llmbench.dataset.record;

import dev.llmbench.plan.DatasetException;
import java.util.ArrayList;
import java.util.List;

/** The errors in a dataset's lines: the first few in detail, the rest as a count. */
public final class BadLines {
    static final int SHOWN = 10;

    private final List<String> shown = new ArrayList<>();
    private int count;

    public void add(String place, DatasetException reason) {
        count++;
        if (shown.size() < SHOWN) {
            shown.add("\n  " + place + " " + reason.getMessage());
        }
    }

    public void throwIfAny(String location) {
        if (count == 0) {
            return;
        }
        StringBuilder message = new StringBuilder(
                "dataset = \"" + location + "\" has " + (count == 1 ? "a bad line" : count + " bad lines") + ":");
        shown.forEach(message::append);
        if (count > shown.size()) {
            message.append("\n  and ").append(count - shown.size()).append(" more");
        }
        throw new DatasetException(message.toString());
    }
}
