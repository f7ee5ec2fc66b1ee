"""Operations on feature maps, on parameters and on data, for the dialects whose texts compute with tensors."""
