package dev.llmbench.history;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a recorded run is part of the baseline of later ones. */
public enum Standing {
    /** The run is part of the baseline. */
    @JsonProperty("counts")
    COUNTS,
    /** The run broke a relative budget, so it cannot shift the baseline that it was compared with, but it may be part of a step. */
    @JsonProperty("breach")
    BREACH,
    /** The run was not the planned one; it is only kept for the record. */
    @JsonProperty("invalid")
    INVALID
}
