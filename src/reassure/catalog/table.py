"""The base of every TOML table that people write: frozen, strict about keys, kind about mistakes."""

from __future__ import annotations

import difflib
import re
from typing import Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from reassure.catalog.not_modelled import NOT_MODELLED
from reassure.words.told import field_texts

__all__ = ["Table"]


class Table(BaseModel):
    """A TOML table. An unknown key is refused with the nearest known one; minus zero is read as zero.

    Raises pydantic's ValidationError where what is given does not fit.
    """

    # Strict mode takes a whole number for a float, but no text for a number and no list for a tuple.
    # Frozen tables are hashable as long as what they hold is.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:  # fmt: skip
        """With what the source says of each key; a package without its source has a schema without it."""
        made = handler(schema)
        keys = handler.resolve_ref_schema(made).get("properties", {})
        try:
            texts = field_texts(cls)
        except OSError:
            texts = {}
        for name, field in cls.model_fields.items():
            key = field.alias if field.alias in keys else name
            if name in texts:
                keys[key]["description"] = _left_out(texts[name])
        return made

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        # by alias where there is one: `from` is a word of Python's, so the field is called `from_year`
        known = [field.alias or name for name, field in cls.model_fields.items()]
        for key in data:
            if key in known:
                continue
            # first a key that lacks its unit only: "range" for "range_km"
            near = [k for k in known if k.startswith(f"{key}_")]
            near += difflib.get_close_matches(str(key), known, n=1)
            if str(key).lower() in NOT_MODELLED:
                hint = f"{NOT_MODELLED[str(key).lower()]}; allowed here: {', '.join(known)}"
            elif near and near[0].startswith(f"{key}_"):
                hint = f"unknown key; write {near[0]}: the unit is part of the name"
            elif near:
                hint = f"unknown key; did you mean {near[0]}?"
            else:
                hint = f"unknown key; allowed here: {', '.join(known)}"
            raise PydanticCustomError("unknown_key", "{hint}", {"hint": hint, "key": str(key)})
        return {key: _without_minus_zero(value) for key, value in data.items()}


def _left_out(text: str) -> str:
    """What the source says of a key, for those who write a file: None is what a key is that is left out."""
    text = re.sub(r"(^|\. )None\b", r"\1Left out", text)
    return re.sub(r"\bNone\b", "left out", text)


def _without_minus_zero(value: Any) -> Any:
    """0.0 for -0.0, which is equal to it but is written otherwise, so that a fingerprint would differ. Tables further
    in see to their own values.
    """
    if isinstance(value, list):
        return [_without_minus_zero(item) for item in value]
    return 0.0 if isinstance(value, float) and value == 0.0 else value
