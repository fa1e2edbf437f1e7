package dev.llmbench.history;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a recorded run is part of the baseline of later ones. */
public enum Standing {
    /** It is. */
    @JsonProperty("counts")
    COUNTS,
    /** It broke a relative budget: it cannot move the baseline that it was held against, but shows a step. */
    @JsonProperty("breach")
    BREACH,
    /** It was not the run that was asked for: it is kept for the record. */
    @JsonProperty("invalid")
    INVALID
}
