// Who runs this service; the server fills it in (`bot/web/pages.py`), this is what stands in for it.
export const operator = "";
export const trial = true;
